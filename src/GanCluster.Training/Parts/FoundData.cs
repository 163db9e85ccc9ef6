using GanCluster.Core;
using GanCluster.Core.Ledger;
using GanCluster.Core.Noise;
using GanCluster.Core.Runs;
using GanCluster.Core.Shards;
using GanCluster.Training.Data;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Parts;

/// <summary>A run's data as they were found on this machine, from which its configuration is resolved.</summary>
public sealed class FoundData : IDisposable
{
    private readonly string _name;
    private readonly IDataSet? _own;
    private readonly MixtureSpec? _mixture;
    private readonly FoundImages? _images;

    private FoundData(string name, DataFacts facts, IDataSet? own = null, MixtureSpec? mixture = null, FoundImages? images = null) =>
        (_name, Facts, _own, _mixture, _images) = (name, facts, own, mixture, images);

    /// <summary>What decides how the run's networks look.</summary>
    public DataFacts Facts { get; }

    /// <summary>By label; empty if the classes have no names.</summary>
    public IReadOnlyList<string> ClassNames => _images?.ClassNames ?? [];

    /// <summary>What a person may want to know of the data, a line each.</summary>
    public IEnumerable<string> Lines => _images?.Lines.Select(line => $"{_name}: {line}") ?? [];

    internal static FoundData Of(IDataSet own, DataFacts facts) => new("", facts, own: own);

    internal static FoundData Of(MixtureSpec mixture) =>
        new("", new DataFacts(Channels: 0, Classes: 0, Modes: mixture.Means.Count), mixture: mixture);

    internal static FoundData Of(string name, FoundImages images) =>
        new(name, new DataFacts(images.Channels, images.Classes), images: images);

    /// <summary>The training samples in the run's order, each replica's from its shard if it has one, with labels if the run is
    /// told any. May be shared by threads.</summary>
    /// <exception cref="UserInputException">A file is damaged, or the data do not fit the run.</exception>
    public IDataSource Training(RunConfiguration configuration, RunParts parts) => configuration.Shards.Classes == 0
        ? Evenly(configuration, parts)
        : _mixture is not null
            ? MixtureDataSource.Of(_mixture, configuration.Seed, Plan(configuration), Deal(configuration))
            : Ordered(configuration, parts, Shards(configuration, parts).IndexAt);

    /// <summary>The training samples in the order in which a run without shards reads them: what measures are taken by.</summary>
    /// <inheritdoc cref="Training"/>
    public IDataSource Evenly(RunConfiguration configuration, RunParts parts) => this switch
    {
        { _mixture: not null } => MixtureDataSource.Of(_mixture, configuration.Seed),
        { _own: not null } => new OwnDataSource(_own, new SampleOrder(configuration.Seed, _own.Count).IndexAt),
        _ => Source(ImageSplit.Train, parts.FamilyOf(configuration), count => new SampleOrder(configuration.Seed, count).IndexAt),
    };

    /// <summary>What each replica reads, a line each; of many the first and how many there are. None where all read
    /// everything.</summary>
    /// <inheritdoc cref="Training"/>
    public IReadOnlyList<string> ShardLines(RunConfiguration configuration, RunParts parts) => configuration.Shards.Classes == 0
        ? []
        : _mixture is not null
            ? ShardText.Of(Deal(configuration))
            : ShardText.Of(Shards(configuration, parts), configuration.Replicas, ClassNames);

    /// <summary>Held-out samples in their own order; null where the data have none.</summary>
    /// <inheritdoc cref="Training"/>
    public IDataSource? HeldOut(RunConfiguration configuration, RunParts parts) => this switch
    {
        { _images: not null } => Source(ImageSplit.HeldOut, parts.FamilyOf(configuration), _ => position => position),
        { _own.HeldOut: { } heldOut } => new OwnDataSource(heldOut, position => position),
        _ => null,
    };

    /// <summary>The training images in their own order, with labels whether or not the run is told them; null where they have none.
    /// </summary>
    internal IDataSource? Labelled(RunConfiguration configuration, RunParts parts) => this switch
    {
        { Facts.Classes: 0 } => null,
        { _images: not null } => Source(
            ImageSplit.Train, parts.FamilyOf(configuration), _ => position => position, withLabels: true),
        { _own: { } own } => new OwnDataSource(own, position => position),
        _ => null,
    };

    public void Dispose() => _images?.Dispose();

    private static SamplePlan Plan(RunConfiguration configuration) =>
        new(configuration.Replicas, configuration.Batch, configuration.DSteps);

    private ClassDeal Deal(RunConfiguration configuration) =>
        new(Facts.Kinds, configuration.Replicas, configuration.Shards.Classes);

    private LabelledShards Shards(RunConfiguration configuration, RunParts parts)
    {
        var all = Ordered(configuration, parts, position => position);
        return new(configuration.Seed, Plan(configuration), Deal(configuration), all.Count!.Value, all.LabelOf);
    }

    private IDataSource Ordered(RunConfiguration configuration, RunParts parts, Func<long, long> indexAt) => _own is not null
        ? new OwnDataSource(_own, indexAt)
        : Source(ImageSplit.Train, parts.FamilyOf(configuration), _ => indexAt, withLabels: true);

    private IDataSource Source(ImageSplit split, Family family, Func<long, Func<long, long>> order, bool withLabels = false)
    {
        if (family.TakesLabels && Facts.Classes == 0)
        {
            throw new UserInputException(
                $"{_name} has no labels: sort its images into a folder for each class, or give conditioning none");
        }

        if (family.TakesLabels && Facts.Classes != family.Classes)
        {
            throw new UserInputException(
                $"{_name} has the labels 0 to {Facts.Classes - 1}, and 'classes' is {family.Classes}: give classes={Facts.Classes}");
        }

        return family.Image is { } image && image.Channels == Facts.Channels
            ? _images!.Source(split, order(_images.Count(split)), withLabels || family.TakesLabels)
            : throw new UserInputException($"{_name} is {(Facts.Channels == 1 ? "grey" : "in colour")}, and the samples have the shape "
                + $"{SampleShape.Text(family.Shape)}: give data of that shape");
    }
}
