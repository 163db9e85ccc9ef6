using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Trials;

/// <summary>
/// Whether a network's output in training is a function of its input and its registered tensors, which is what makes it the same
/// whoever computes it.
/// </summary>
internal static class Passes
{
    private const string ByPosition = "PositionalDropout or PositionalNoise, which draw by position from the run's noise";

    /// <param name="output">What its first pass gave.</param>
    /// <param name="again">The same pass once more.</param>
    /// <param name="before">Its tensors before the first pass.</param>
    /// <param name="drawn">The state of TorchSharp's generator before the first pass.</param>
    public static Finding? Repeated(
        BoundNetwork network, Tensor output, Func<Tensor> again, IReadOnlyDictionary<string, Tensor> before, Tensor drawn)
    {
        var second = again();
        var changed = State(network.Module).Where(t => !Bits.Same(t.Value, before[t.Key])).Select(t => t.Key).ToList();
        return network.Name switch
        {
            var name when !Bits.Same(drawn, random.get_rng_state()) => Finding.Refusal(
                $"{name} draws random numbers of TorchSharp's own (dropout, randn), which differ from worker to worker: "
                + $"use {ByPosition}"),
            var name when changed.Count > 0 => Finding.Refusal(
                $"{name} changes {string.Join(", ", changed)} in a pass: only batch norm's buffers may change, for others are "
                + "constants of a version; compute it anew in each pass"),
            var name when !Bits.Same(output, second) => Finding.Refusal(
                $"{name} makes something else of the same input at a second pass: keep nothing from pass to pass, and for random "
                + $"numbers use {ByPosition}"),
            _ => null,
        };
    }

    /// <param name="output">The network's for the input of <paramref name="pass"/>.</param>
    /// <param name="twin">Another of the same factory, with other first weights.</param>
    public static Finding? Twin<T>(T network, Tensor output, T twin, Func<T, Tensor> pass)
        where T : BoundNetwork
    {
        if (!Describe(network.Layout).SequenceEqual(Describe(twin.Layout)) ||
            !Describe(network.FixedLayout).SequenceEqual(Describe(twin.FixedLayout)))
        {
            return Finding.Refusal($"{network.Name} has other parameters or buffers each time: its factory must give the same "
                + "network at every call");
        }

        var (trained, constants) = (zeros(network.Layout.Length), zeros(network.FixedLayout.Length));
        network.CopyTo(trained, constants);
        twin.Bind(trained, constants);
        return Bits.Same(output, pass(twin)) ? null : Finding.Refusal(
            $"{network.Name} depends on layers or tensors that are not registered{Named(network.Module)}: have them in fields "
            + "when it calls RegisterComponents(), lists of layers in a ModuleList");
    }

    /// <summary>Copies of a module's tensors by their names, without what batch norm keeps.</summary>
    public static IReadOnlyDictionary<string, Tensor> State(nn.Module module)
    {
        using var frozen = no_grad();
        var norms = BatchNorms.BuffersOf(module);
        return module.named_parameters().Select(p => (p.name, (Tensor)p.parameter))
            .Concat(module.named_buffers().Where(b => !norms.Contains(b.name)))
            .ToDictionary(t => t.Item1, t => t.Item2.detach().clone());
    }

    private static IEnumerable<string> Describe(ParameterLayout layout) =>
        layout.Entries.Select(e => $"{e.Name} {SampleShape.Text(e.Shape)}");

    private static string Named(nn.Module module) =>
        Unregistered.In(module) is { Count: > 0 } fields ? $" ({string.Join(", ", fields)})" : "";
}
