using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GanCluster.Training.Measures;

/// <param name="Features">128 rectified values an image.</param>
/// <param name="Classes">The most likely class of each image.</param>
public sealed record Classified(SampleMatrix Features, int[] Classes);

/// <summary>What goes with every figure by a classifier: figures compare only if all of it is the same.</summary>
/// <param name="Accuracy">On the data set's test images.</param>
/// <param name="Sha256">Of the classifier's file.</param>
public sealed record ClassifierIdentity(string Data, ulong Seed, double Accuracy, string Sha256);

/// <summary>
/// The project's own classifier of grey 28 x 28 images: its features stand in for Inception's, which can't be had
/// everywhere and know nothing of such images.
/// </summary>
public sealed class FeatureClassifier : IImageFeatures, IDisposable
{
    private const int Batch = 100;
    private readonly FeatureNetwork _network;

    internal FeatureClassifier(FeatureNetwork network, ClassifierIdentity identity)
    {
        _network = network;
        Identity = identity;
    }

    public ClassifierIdentity Identity { get; }

    public int Classes => _network.Classes;

    /// <param name="images">Grey, of 28 x 28.</param>
    public Classified Classify(ImageBytes images) => Classify(_network, images);

    public SampleMatrix FeaturesOf(ImageBytes images) => Classify(images).Features;

    public void Dispose() => _network.Dispose();

    internal static double Accuracy(FeatureNetwork network, LabelledImages test)
    {
        var predicted = Classify(network, test.Images).Classes;
        return (double)predicted.Zip(test.Labels).Count(pair => pair.First == pair.Second) / predicted.Length;
    }

    private static Classified Classify(FeatureNetwork network, ImageBytes images)
    {
        var features = new double[images.Count * FeatureNetwork.Features];
        var classes = new int[images.Count];
        for (var first = 0; first < images.Count; first += Batch)
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var count = Math.Min(Batch, images.Count - first);
            var x = empty(count, 1, GreyImages.Side, GreyImages.Side);
            var pixels = MemoryMarshal.Cast<byte, float>(x.bytes);
            for (var i = 0; i < count; i++)
            {
                images.CopyValues(first + i, pixels.Slice(i * GreyImages.PixelsEach, GreyImages.PixelsEach));
            }

            var (values, logits) = network.Forward(x);
            var rows = MemoryMarshal.Cast<byte, float>(values.bytes);
            for (var i = 0; i < rows.Length; i++)
            {
                features[(first * FeatureNetwork.Features) + i] = rows[i];
            }

            var best = MemoryMarshal.Cast<byte, long>(logits.argmax(1).bytes);
            for (var i = 0; i < count; i++)
            {
                classes[first + i] = (int)best[i];
            }
        }

        return new Classified(new SampleMatrix(features, images.Count, FeatureNetwork.Features), classes);
    }
}
