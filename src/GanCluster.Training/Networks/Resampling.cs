using TorchSharp.Utils;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>Twice the height and width, bilinearly.</summary>
internal sealed class Upsample() : nn.Module<Tensor, Tensor>(nameof(Upsample))
{
    public override Tensor forward(Tensor x) => Pyramid.Up(x);
}

/// <summary>Half the height and width: the mean of 2 x 2.</summary>
internal sealed class Downsample() : nn.Module<Tensor, Tensor>(nameof(Downsample))
{
    public override Tensor forward(Tensor x) => Pyramid.Down(x);
}

/// <summary>x + branch(x). The branch has no batch norm.</summary>
internal sealed class Residual : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "branch")]
    private readonly nn.Module<Tensor, Tensor> _branch;

    public Residual(params nn.Module<Tensor, Tensor>[] branch)
        : base(nameof(Residual))
    {
        _branch = nn.Sequential(branch);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var made = _branch.call(x);
        return x + made;
    }
}
