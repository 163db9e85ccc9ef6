using GanCluster.Core.Runs;
using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Parts;

/// <summary>A program's own pair of modules. Whether they take labels decides whether a run is conditional.</summary>
internal sealed class OwnGan(
    Func<RunConfiguration, nn.Module> generator,
    Func<RunConfiguration, nn.Module> discriminator,
    bool takesLabels,
    IReadOnlyList<long> shape) : IFamily
{
    public IReadOnlyList<long> Shape(RunConfiguration run) => shape;

    public bool TakesLabels(RunConfiguration run) => takesLabels;

    public nn.Module Generator(RunConfiguration run, FirstWeights first) => generator(run);

    public nn.Module Discriminator(RunConfiguration run, FirstWeights first) => discriminator(run);
}
