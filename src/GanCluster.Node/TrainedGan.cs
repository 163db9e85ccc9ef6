using GanCluster.Core;
using GanCluster.Core.Noise;
using GanCluster.Core.Runs;
using GanCluster.Node.Native;
using GanCluster.Node.Runs;
using GanCluster.Training.Checkpoints;
using GanCluster.Training.Devices;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Parts;
using static TorchSharp.torch;
using GeneratorAtRest = GanCluster.Training.Evaluation.Generator;

namespace GanCluster.Node;

/// <summary>A run's generator, for a program that works with it. One thread uses it.</summary>
public sealed class TrainedGan : IDisposable
{
    private readonly GeneratorAtRest _generator;

    private TrainedGan(TrainedModel model)
    {
        (Configuration, Step) = (model.Configuration, model.Version.Step);
        Shape = model.Family.Shape;
        _generator = model.OpenGenerator();
    }

    /// <summary>The run's.</summary>
    public RunConfiguration Configuration { get; }

    /// <summary>Of the checkpoint: steps done.</summary>
    public long Step { get; }

    /// <summary>A sample's.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Labels that it makes samples of; 0 for a run without.</summary>
    public int Classes => _generator.Classes;

    /// <summary>
    /// What the program's factory made, with the weights of the EMA, in eval mode, and its batch norm layers at the standing statistics
    /// that <c>sample</c> goes by. Disposed with this.
    /// </summary>
    public nn.Module Generator => _generator.Module;

    /// <param name="folder">A run's.</param>
    /// <param name="app">Has the GAN and the data of the run, if they are a program's own; null: the built-in ones.</param>
    /// <param name="step">Of the version; null: the newest that is kept whole.</param>
    /// <exception cref="UserInputException">There is no such checkpoint, the GAN is not the app's, or it upscales images.</exception>
    /// <exception cref="CheckpointException">The weights are not those of the module that the factory makes.</exception>
    public static TrainedGan Load(string folder, GanClusterApp? app = null, long? step = null)
    {
        var model = RunModel.Load(app?.Parts ?? RunParts.BuiltIn, folder, step, truncation: null, _ => { }, HostMemory.Instance);
        ProcessEnvironment.Apply(model.Configuration.Cpu);
        return new TrainedGan(model);
    }

    /// <summary>z of samples first .. first + count - 1 of the seed, as <c>sample</c> draws them: (count, latent).</summary>
    public Tensor Latents(ulong seed, int first, int count) => _generator.Latents(seed, NoisePurpose.Sampling, first, count);

    /// <param name="label">Of all samples; null: every label in turn.</param>
    /// <param name="first">The first sample's number.</param>
    /// <returns>Those of the seed that <c>sample</c> draws, bit by bit: (count, <see cref="Shape"/>).</returns>
    /// <exception cref="UserInputException">The generator knows no such label.</exception>
    public Tensor Sample(ulong seed, int count, int? label = null, int first = 0) =>
        tensor(_generator.Sample(seed, NoisePurpose.Sampling, count, label, first), [count, .. Shape]);

    /// <summary>The generator is gone with it.</summary>
    public void Dispose() => _generator.Dispose();
}
