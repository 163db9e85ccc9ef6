using System.Collections.Concurrent;
using System.Collections.Immutable;
using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Networks;
using GanCluster.Training.Objectives;
using static TorchSharp.torch;

namespace GanCluster.Training.Parts;

/// <summary>
/// What a run can be made of: families, data and objectives by their names, the built-in ones and a program's own. A program has one and
/// hands it down.
/// </summary>
public sealed class RunParts
{
    private readonly ImmutableDictionary<string, IFamily> _families;
    private readonly ImmutableDictionary<string, Func<ulong, IDataSet>> _data;
    private readonly ImmutableDictionary<string, IObjective> _objectives;
    private readonly ConcurrentDictionary<(string Name, ulong Seed), IDataSet> _opened = new();

    private RunParts(
        ImmutableDictionary<string, IFamily> families,
        ImmutableDictionary<string, Func<ulong, IDataSet>> data,
        ImmutableDictionary<string, IObjective> objectives,
        OwnNames names)
    {
        (_families, _data, _objectives) = (families, data, objectives);
        Names = names with { Misfit = configuration => OwnRules.Misfit(configuration, this) };
    }

    /// <summary>The built-in ones alone.</summary>
    public static RunParts BuiltIn { get; } = new(
        Families.BuiltIn,
        ImmutableDictionary.Create<string, Func<ulong, IDataSet>>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, IObjective>(StringComparer.Ordinal),
        OwnNames.None);

    /// <summary>What a configuration is read and checked by.</summary>
    public OwnNames Names { get; }

    /// <param name="generator">From a run's configuration to a module of one of the two forms.</param>
    /// <param name="takesLabels">Whether one of the modules does.</param>
    /// <param name="shape">A sample's.</param>
    /// <exception cref="ArgumentException">The name is empty or another family's, or no sample can have the shape.</exception>
    public RunParts WithGan(
        string name,
        Func<RunConfiguration, nn.Module> generator,
        Func<RunConfiguration, nn.Module> discriminator,
        bool takesLabels,
        IReadOnlyList<long> shape)
    {
        SampleShape.Check(shape, name);
        var gan = new OwnGan(generator, discriminator, takesLabels, [.. shape]);
        return new RunParts(_families.SetItem(name, gan), _data, _objectives, Names.WithFamily(name));
    }

    /// <param name="open">From a run's seed.</param>
    /// <exception cref="ArgumentException">The name is empty or that of other data.</exception>
    public RunParts WithData(string name, Func<ulong, IDataSet> open) =>
        new(_families, _data.SetItem(name, open), _objectives, Names.WithData(name));

    /// <exception cref="ArgumentException">The name is empty or another objective's.</exception>
    public RunParts WithObjective(string name, IObjective objective) =>
        new(_families, _data, _objectives.SetItem(name, objective), Names.WithObjective(name));

    /// <inheritdoc cref="RunResolution.Resolve"/>
    /// <param name="facts">Of the data; null: they were not looked at, and what is known without that counts.</param>
    public RunConfiguration Resolve(RunConfiguration configuration, DataFacts? facts = null) =>
        RunResolution.Resolve(configuration, facts ?? (OwnData(configuration) is { } own ? FactsOf(own) : DataFacts.Of(configuration.Data)));

    /// <summary>The networks of a configuration that was read by <see cref="Names"/>.</summary>
    public Family FamilyOf(RunConfiguration configuration)
    {
        var resolved = Resolve(configuration);
        return new Family(
            _families[resolved.Family], resolved, resolved.Classes, _objectives.GetValueOrDefault(resolved.Objective));
    }

    /// <summary>Whether labels are part of the samples that a run reads: its networks are told them, or they say who reads
    /// what.</summary>
    public bool UsesLabels(RunConfiguration configuration) =>
        configuration.Shards.Classes > 0 || FamilyOf(configuration).TakesLabels;

    /// <summary>Tries the run's objective, if it is this program's own. Loads libtorch.</summary>
    /// <exception cref="UserInputException">It does not give what <see cref="IObjective"/> asks for.</exception>
    public void TryObjective(RunConfiguration configuration)
    {
        if (_objectives.TryGetValue(configuration.Objective, out var own) && ObjectiveTrial.Misfit(own) is { } misfit)
        {
            throw new UserInputException($"objective '{configuration.Objective}': {misfit}");
        }
    }

    /// <summary>Whether it is this program's own pair of modules.</summary>
    public bool IsOwnGan(string family) => _families[family] is OwnGan;

    /// <summary>Whether it is this program's own data.</summary>
    public bool IsOwnData(string name) => _data.ContainsKey(name);

    internal static DataFacts FactsOf(IDataSet own) => SampleShape.Image(own.Shape) switch
    {
        null => new DataFacts(Channels: 0, own.Classes),
        var (channels, height, width) => new DataFacts(channels, own.Classes, height == width ? height : 0),
    };

    /// <summary>The run's data set, opened once; null where its data is built in.</summary>
    internal IDataSet? OwnData(RunConfiguration configuration) => _data.TryGetValue(configuration.Data, out var open)
        ? _opened.GetOrAdd((configuration.Data, configuration.Seed), run => open(run.Seed))
        : null;
}
