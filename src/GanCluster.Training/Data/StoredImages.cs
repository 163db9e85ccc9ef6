using GanCluster.Core;

namespace GanCluster.Training.Data;

/// <summary>Those of an .npy file, which are of the run's size already and have no labels.</summary>
internal sealed class StoredImages : FoundImages
{
    private readonly NpySamples _samples;

    private StoredImages(NpySamples samples) => _samples = samples;

    public override int Channels => (int)_samples.Shape[0];

    public override int Classes => 0;

    /// <exception cref="UserInputException">The file can't be read, or its samples are no images of that size.</exception>
    public static StoredImages Open(string path, ImageTerms terms, IPreparation progress, CancellationToken stop)
    {
        var samples = NpySamples.Open(path, progress, stop);
        if (samples.Shape is [1 or 3, var height, var width] && height == terms.Height && width == terms.Width)
        {
            return new StoredImages(samples);
        }

        samples.Dispose();
        throw new UserInputException($"'{path}' holds samples of {string.Join(" x ", samples.Shape)}, and the run's images are of "
            + $"{terms.Height} x {terms.Width}, grey or of three channels: give a run of that size, or save the samples so");
    }

    public override long Count(ImageSplit split) => split == ImageSplit.Train ? _samples.Count : _samples.HeldOutCount;

    public override IDataSource Source(ImageSplit split, Func<long, long> indexAt, bool withLabels) => _samples.Source(split, indexAt);

    protected override void Dispose(bool isDisposing)
    {
        _samples.Dispose();
        base.Dispose(isDisposing);
    }
}
