using System.Collections.Immutable;
using GanCluster.Core.Rounds;
using GanCluster.Training.Libtorch;

namespace GanCluster.Training.Replicas;

/// <summary>Where a replica's time goes, as long as this watches the thread that it computes on.</summary>
public sealed class StepPhases : IDisposable
{
    private const string Batch = "batch";
    private const string Optimizer = "optimizer";
    private const string GeneratorForward = "g_forward";
    private const string Rest = "rest";

    private readonly Dictionary<string, TimeSpan> _spent = Names.ToDictionary(name => name, _ => TimeSpan.Zero);
    private readonly TimeProvider _time;
    private NetworkKind? _step;
    private string? _phase;
    private long _since;

    /// <summary>Watches this thread until it is disposed there.</summary>
    public StepPhases(TimeProvider time)
    {
        _time = time;
        Underway.Watch((network, what) => Change(_step is { } step ? Of(step, network, what) : _phase));
    }

    /// <summary>In the order of a step. D's pass over generated samples in G's step is <c>g_score</c>; <c>rest</c> is what lies between
    /// the passes: losses' figures, augmentation, copies of gradients, hashes.</summary>
    public static ImmutableArray<string> Names { get; } =
        [Batch, GeneratorForward, "d_forward", "d_backward", "g_score", "g_backward", Optimizer, Rest];

    /// <summary>What each has taken so far.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Spent => _spent;

    /// <summary>Computes a part of a step of this network.</summary>
    internal void Compute(NetworkKind network, Action compute) => During(network, Rest, compute);

    /// <summary>Has the optimizer make its step.</summary>
    internal void Optimize(Action compute) => During(null, Optimizer, compute);

    /// <summary>Whatever else a replica is asked for.</summary>
    internal T Else<T>(Func<T> compute)
    {
        var result = default(T);
        During(null, Rest, () => result = compute());
        return result!;
    }

    public void Dispose() => Underway.Watch(null);

    private void During(NetworkKind? step, string phase, Action compute)
    {
        _step = step;
        Change(phase);
        try
        {
            compute();
        }
        finally
        {
            _step = null;
            Change(null);
        }
    }

    private static string Of(NetworkKind step, string? network, string what) => (step, network?.Split(' ')[0], what) switch
    {
        (_, Replicas.Batch.Samples, _) => Batch,
        (_, "generator", "its forward") => GeneratorForward,
        (NetworkKind.Discriminator, "discriminator", "its forward") => "d_forward",
        (NetworkKind.Generator, "discriminator", "its forward") => "g_score",
        (NetworkKind.Discriminator, not null, _) => "d_backward",
        (NetworkKind.Generator, not null, _) => "g_backward",
        _ => Rest,
    };

    private void Change(string? phase)
    {
        var now = _time.GetTimestamp();
        if (_phase is { } before)
        {
            _spent[before] += _time.GetElapsedTime(_since, now);
        }

        (_phase, _since) = (phase, now);
    }
}
