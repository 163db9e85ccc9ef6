using GanCluster.Core.Noise;
using GanCluster.Training.Measures;

namespace GanCluster.Training.Tests.Measures;

/// <summary>Images of two classes that a small network tells apart at once: bright above or bright below, with noise.</summary>
internal static class Pictures
{
    internal static ReferenceData Data { get; } = new("halves", Of(1300, 1), Of(200, 2));

    internal static ReferenceData Few { get; } = Data with { Train = Of(640, 1) };

    internal static LabelledImages Of(int count, ulong seed)
    {
        var noise = new float[count * GreyImages.PixelsEach];
        Uniforms.Fill(seed, NoiseStream.Of(NoisePurpose.Evaluation), 0, noise);
        var labels = Enumerable.Range(0, count).Select(i => (byte)(i % 2)).ToArray();
        var pixels = noise.Select((value, i) =>
        {
            var (image, below) = (i / GreyImages.PixelsEach, i % GreyImages.PixelsEach >= GreyImages.PixelsEach / 2);
            return (byte)((150 * value) + (below == (image % 2 == 1) ? 100 : 0));
        });
        return new LabelledImages(GreyImages.Of([.. pixels], 28, "noise"), labels);
    }
}
