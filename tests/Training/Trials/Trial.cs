using GanCluster.Core.Runs;
using GanCluster.Training.Parts;
using GanCluster.Training.Trials;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Trials;

/// <summary>A pair of modules on trial, each sound unless a test says otherwise. Samples are points.</summary>
internal sealed record Trial
{
    internal const int Latent = 3;

    internal Func<nn.Module?> G { get; init; } = () => new Made(Latent, 2);

    internal Func<nn.Module?> D { get; init; } = () => new Made(2, 1);

    internal long[] Shape { get; init; } = [2];

    internal RunConfiguration Run { get; init; } = OwnParts.Points with { Family = "tried" };

    /// <summary>What was told before it was tried.</summary>
    internal List<string> Tried { get; } = [];

    internal IReadOnlyList<Finding> Findings()
    {
        var parts = RunParts.BuiltIn
            .WithGan("tried", _ => G()!, _ => D()!, TakesLabels(G) || TakesLabels(D), Shape)
            .WithData("steps", _ => new OwnParts.Steps(Shape) { Classes = 4 });
        return ModuleTrial.Of(Run, parts, Tried.Add);
    }

    /// <summary>The only one, with no warning beside.</summary>
    internal string Refusal()
    {
        var finding = Assert.Single(Findings());
        Assert.True(finding.IsRefusal, finding.Line);
        return OneLine(finding);
    }

    /// <summary>The only one, with no refusal beside.</summary>
    internal string Warning()
    {
        var finding = Assert.Single(Findings());
        Assert.False(finding.IsRefusal, finding.Line);
        return OneLine(finding);
    }

    private static string OneLine(Finding finding)
    {
        Assert.DoesNotContain('\n', finding.Line);
        return finding.Line;
    }

    private static bool TakesLabels(Func<nn.Module?> factory)
    {
        try
        {
            return factory() is nn.Module<Tensor, Tensor, Tensor>;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }
}

/// <summary>A linear layer, between what a test puts before and after it.</summary>
internal class Made : nn.Module<Tensor, Tensor>
{
    private readonly Linear _layer;

    internal Made(long inputs, long outputs)
        : base(nameof(Made))
    {
        _layer = nn.Linear(inputs, outputs);
        RegisterComponents();
    }

    internal Func<Tensor, Tensor> Before { get; init; } = x => x;

    internal Func<Tensor, Tensor> After { get; init; } = x => x;

    protected Linear Layer => _layer;

    public override Tensor forward(Tensor x) => After(_layer.call(Before(x)));

    /// <summary>Has one more buffer.</summary>
    internal Made Holding(string name, Tensor buffer)
    {
        register_buffer(name, buffer);
        return this;
    }

    /// <summary>Has one more layer.</summary>
    internal Made With(string name, nn.Module layer)
    {
        register_module(name, layer);
        return this;
    }
}

/// <summary>The same, told labels.</summary>
internal sealed class MadeOfLabels : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly Linear _layer;
    private readonly Embedding _label = nn.Embedding(4, 1);

    internal MadeOfLabels(long inputs, long outputs)
        : base(nameof(MadeOfLabels))
    {
        _layer = nn.Linear(inputs, outputs);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor labels) => _layer.call(x) + _label.call(labels);
}

/// <summary>Trials watch the one generator of the process, which no other test may draw from meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TrialCollection
{
    public const string Name = "trials";
}
