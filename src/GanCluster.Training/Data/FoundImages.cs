using GanCluster.Core;

namespace GanCluster.Training.Data;

/// <summary>A data set of images on this machine, at the size that a run's networks take. May be shared by threads.</summary>
public abstract class FoundImages : IDisposable
{
    /// <summary>1: all are grey; 3.</summary>
    public abstract int Channels { get; }

    /// <summary>Labels 0 to one less; 0: they have none.</summary>
    public abstract int Classes { get; }

    /// <summary>By label; empty if the classes have no names.</summary>
    public virtual IReadOnlyList<string> ClassNames => [];

    /// <summary>What a person may want to know of them.</summary>
    public virtual IEnumerable<string> Lines => [];

    public abstract long Count(ImageSplit split);

    /// <param name="indexAt">The run's order: position to index.</param>
    /// <exception cref="UserInputException">A file is damaged, or does not fit the others.</exception>
    public abstract IDataSource Source(ImageSplit split, Func<long, long> indexAt, bool withLabels);

    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool isDisposing)
    {
    }
}

/// <summary>Those of the four IDX files of MNIST's names, centred on a border of -1.</summary>
internal sealed class IdxImages(IdxFiles files, int side) : FoundImages
{
    private readonly Lazy<ImageSet> _train = new(files.ReadTrain);
    private readonly Lazy<ImageSet> _heldOut = new(files.ReadTest);
    private readonly Lazy<int> _classes = new(() => IdxFile.Read(files.TrainLabels) is { Values: [_, ..] values } ? values.Max() + 1 : 0);

    public override int Channels => 1;

    /// <summary>By the labels alone, for the images take a while.</summary>
    public override int Classes => _classes.Value;

    public override long Count(ImageSplit split) => Set(split).Images.Shape[0];

    public override IDataSource Source(ImageSplit split, Func<long, long> indexAt, bool withLabels)
    {
        var set = Set(split);
        return new ImageDataSource(set.Images, side, indexAt, withLabels ? set.Labels : null, Classes);
    }

    private ImageSet Set(ImageSplit split) => (split == ImageSplit.Train ? _train : _heldOut).Value;
}

/// <summary>Those of a folder, as the cache has them.</summary>
internal sealed class FolderImages(PreparedImages images) : FoundImages
{
    public override int Channels => images.Channels;

    public override int Classes => images.ClassNames.Count;

    public override IReadOnlyList<string> ClassNames => images.ClassNames;

    public override IEnumerable<string> Lines => images.Facts.Lines();

    public override long Count(ImageSplit split) => split == ImageSplit.Train ? images.Count : images.HeldOutCount;

    public override IDataSource Source(ImageSplit split, Func<long, long> indexAt, bool withLabels) =>
        new PreparedSource(images, split, indexAt);

    protected override void Dispose(bool isDisposing)
    {
        images.Dispose();
        base.Dispose(isDisposing);
    }
}
