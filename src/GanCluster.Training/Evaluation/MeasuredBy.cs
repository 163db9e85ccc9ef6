using GanCluster.Training.Data;

namespace GanCluster.Training.Evaluation;

/// <summary>What a run's versions are measured by.</summary>
/// <param name="HeldOut">Real samples that nothing was trained on; null where the data have none.</param>
public sealed record MeasuredBy(IDataSource? HeldOut)
{
    /// <summary>What D was trained on; null: what it has learnt by heart is not asked.</summary>
    public IDataSource? Training { get; init; }

    /// <summary>Counts the modes of stacked images; null: they are not stacked.</summary>
    public StackedModes? Stacked { get; init; }

    /// <summary>Tells the classes of images; null: there are none.</summary>
    public ImageClasses? Classes { get; init; }
}
