using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>
/// A network's parameters in one flat tensor, seen as leaves that gradients are taken of, and as constants. All share the memory:
/// an optimizer step on the flat tensor is seen by every view.
/// </summary>
internal sealed class FlatNetwork : IDisposable
{
    private readonly Tensor[] _constants;
    private readonly Tensor[] _leaves;

    public FlatNetwork(ParameterLayout layout, Device device, ScalarType type = ScalarType.Float32)
    {
        Layout = layout;
        Flat = zeros(layout.Length, type, device).DetachFromDisposeScope();
        _constants = ViewsOf(layout, Flat);
        _leaves = [.. _constants.Select(c => c.detach().requires_grad_(true).DetachFromDisposeScope())];
    }

    public ParameterLayout Layout { get; }

    /// <summary>(layout length)</summary>
    public Tensor Flat { get; }

    public IReadOnlyList<Tensor> Leaves => _leaves;

    public IReadOnlyList<Tensor> Constants => _constants;

    public static Tensor[] ViewsOf(ParameterLayout layout, Tensor flat) =>
    [
        .. layout.Entries.Select(e =>
        {
            using var part = flat.narrow(0, e.Offset, e.Count);
            return part.view(e.Shape).DetachFromDisposeScope();
        }),
    ];

    /// <summary>As in training: batch norm goes by the batch.</summary>
    public Tensor Forward(
        Tensor x,
        IReadOnlyList<Tensor> parameters,
        Tensor? labels = null,
        int part = 0,
        ICollection<Tensor>? hidden = null) =>
        Network.Forward(Layout.Spec, parameters, OwnBatchNorm.Instance, x, labels, part, hidden);

    public void Dispose()
    {
        foreach (var view in _leaves.Concat(_constants))
        {
            view.Dispose();
        }

        Flat.Dispose();
    }
}
