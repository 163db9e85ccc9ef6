using GanCluster.Core.Runs;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>What labels add to a built-in family's networks.</summary>
internal static class Conditioning
{
    /// <summary>The labels that both networks are told of; 0 without.</summary>
    public static int ClassesOf(RunConfiguration run) => run.Conditioning == "none" ? 0 : run.Classes;

    /// <summary>Channels that labels add to D's input.</summary>
    public static int JoinedClassesOf(RunConfiguration run) => run.Conditioning == "concatenation" ? run.Classes : 0;

    /// <summary>Channels of D's input: of every image of a pack, and of the labels that join it.</summary>
    public static int ChannelsOf(RunConfiguration run) => (run.Image.Channels * run.Packing) + JoinedClassesOf(run);

    /// <summary>D from a body that ends in (N, features), with the last layer that the run's kind of conditioning wants.</summary>
    /// <param name="flat">Whether labels join values, not planes.</param>
    public static nn.Module Discriminator(
        nn.Module<Tensor, Tensor>[] body, long features, RunConfiguration run, FirstWeights first, bool flat = false) =>
        run.Conditioning switch
        {
            "projection" => new ProjectionDiscriminator(nn.Sequential(body), first.Projection(features, run.Classes)),
            "concatenation" => new JoinedLabels(nn.Sequential([.. body, first.Linear(features, 1)]), run.Classes, flat),
            _ => nn.Sequential([.. body, first.Linear(features, 1)]),
        };
}
