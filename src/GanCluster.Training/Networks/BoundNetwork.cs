using GanCluster.Training.Libtorch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>
/// A module whose tensors lie in flat buffers: what it trains in one, what stays as it was made (frozen parameters, constant
/// buffers) in another. Bound to other buffers, the same module is another version: the committed one, or the EMA. Batch norm's
/// running statistics are in neither. One thread uses it.
/// </summary>
internal abstract class BoundNetwork : IDisposable
{
    private const string OwnGradients = "its gradients";

    private readonly DeviceType _device;
    private readonly Tensor[] _leaves;
    private readonly Tensor[] _fixed;

    /// <param name="role">What it is called with its module's class: generator, discriminator.</param>
    /// <param name="module">Taken over.</param>
    /// <param name="type">Of its numbers.</param>
    /// <param name="firstNoise">The number of the first of its modules that draw noise.</param>
    protected BoundNetwork(string role, nn.Module module, Device device, ScalarType type, uint firstNoise)
    {
        Module = module;
        _device = device.type;
        Name = $"{role} {module.GetType().Name}";
        PositionalModule.Enumerate(module, firstNoise);
        if (type != ScalarType.Float32)
        {
            module.to(type);
        }

        if (device.type != DeviceType.CPU)
        {
            module.to(device);
        }

        var norms = BatchNorms.BuffersOf(module);
        var (trained, rest) = (Named(p => p.requires_grad), Named(p => !p.requires_grad));
        rest.AddRange(module.named_buffers().Where(b => !norms.Contains(b.name)));
        Layout = ParameterLayout.Of(trained);
        FixedLayout = ParameterLayout.Of(rest);
        _leaves = [.. trained.Select(p => p.Tensor.DetachFromDisposeScope())];
        _fixed = [.. rest.Select(p => p.Tensor.DetachFromDisposeScope())];
        HasBatchNorm = norms.Count > 0;

        List<(string Name, Tensor Tensor)> Named(Func<Parameter, bool> which) =>
            [.. module.named_parameters().Where(p => which(p.parameter)).Select(p => (p.name, (Tensor)p.parameter))];
    }

    public nn.Module Module { get; }

    /// <summary>Such as <c>generator MyGenerator</c>.</summary>
    public string Name { get; }

    /// <summary>Of what is trained.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>Of what is a part of the network and never changes.</summary>
    public ParameterLayout FixedLayout { get; }

    /// <summary>With batch norm a sample's output depends on its batch, so real and generated ones must not share a
    /// pass.</summary>
    public bool HasBatchNorm { get; }

    /// <summary>Whether products and convolutions round what they are given to bfloat16. Weights, sums, what a batch is normalized by and
    /// whatever leaves the network are of the network's own type still.</summary>
    public bool RoundsProducts { get; set; }

    /// <summary>What gradients are taken of, in the layout's order.</summary>
    public IReadOnlyList<Tensor> Leaves => _leaves;

    /// <summary>What never changes, in the order of <see cref="FixedLayout"/>.</summary>
    public IReadOnlyList<Tensor> Constants => _fixed;

    /// <summary>Copies the tensors as they are to flat buffers.</summary>
    /// <param name="trained">(length of <see cref="Layout"/>)</param>
    /// <param name="constants">(length of <see cref="FixedLayout"/>)</param>
    public void CopyTo(Tensor trained, Tensor constants)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Each(Layout, _leaves, trained, (mine, view) => view.copy_(mine));
        Each(FixedLayout, _fixed, constants, (mine, view) => view.copy_(mine));
    }

    /// <summary>Lets the module's tensors lie in these buffers, which must outlive its use: whatever changes them, the module
    /// sees.</summary>
    public void Bind(Tensor trained, Tensor constants)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Each(Layout, _leaves, trained, (mine, view) => mine.set_(view));
        Each(FixedLayout, _fixed, constants, Stand);
    }

    /// <summary>Of a loss by what is trained, in the layout's order; zeros of what it does not depend on.</summary>
    /// <param name="through">Another network that lies between the loss and this one's output.</param>
    /// <exception cref="NetworkException">They can't be had.</exception>
    public IList<Tensor> Gradients(Tensor loss, BoundNetwork? through = null) =>
        Compute(through is null ? OwnGradients : $"{OwnGradients} through {through.Name}", () => GradientsOf(loss));

    /// <summary>Of a number whose slope by an output is known.</summary>
    /// <param name="output">With its graph, which ends here.</param>
    /// <param name="slope">As long.</param>
    /// <inheritdoc cref="Gradients(Tensor, BoundNetwork)"/>
    public IList<Tensor> Gradients(Tensor output, Tensor slope, BoundNetwork through) =>
        Compute($"{OwnGradients} through {through.Name}", () => GradientsOf(output, slope));

    /// <summary>Whether gradients lead from an output to what is trained, in the layout's order, and at last to an input if one
    /// is given. The output's graph ends here.</summary>
    internal IReadOnlyList<bool> Reached(Tensor output, Tensor? input = null) => Compute(
        OwnGradients,
        () => autograd.grad([output.sum()], input is null ? [.. _leaves] : [.. _leaves, input], allow_unused: true)
            .Select(gradient => !gradient.IsInvalid).ToList());

    /// <summary>Until it is disposed, no gradient is computed of what is trained.</summary>
    public Constancy AsConstants() => new(_leaves);

    public void Dispose() => Module.Dispose();

    /// <summary>Whatever ends in there names this network.</summary>
    /// <exception cref="NetworkException">What was thrown instead.</exception>
    protected T Compute<T>(string what, Func<T> compute)
    {
        using var mark = Underway.Of(Name, what);
        try
        {
            return compute();
        }
        catch (Exception e) when (e is not NetworkException)
        {
            throw new NetworkException($"{Name}: {what} failed: {NetworkException.FirstLine(e)}", e);
        }
    }

    /// <summary>Computes an output within the rules of <see cref="RoundsProducts"/>.</summary>
    protected T Rounding<T>(Func<T> compute)
    {
        Recomputation.Current?.Begin();
        if (!RoundsProducts)
        {
            return compute();
        }

        using var products = Autocast.Products(_device);
        return compute();
    }

    /// <summary>An output in the network's own type.</summary>
    protected Tensor Whole(Tensor output) => RoundsProducts ? output.to(ScalarType.Float32) : output;

    private IList<Tensor> GradientsOf(Tensor loss, Tensor? slope = null)
    {
        if (!loss.requires_grad)
        {
            throw new InvalidOperationException("the loss depends on nothing that is trained");
        }

        if (Recomputation.Current is { } recomputation)
        {
            return recomputation.Gradients(loss, slope, _leaves);
        }

        var gradients = autograd.grad([loss], [.. _leaves], slope is null ? null : [slope], allow_unused: true);
        return [.. gradients.Zip(_leaves, (gradient, leaf) => gradient.IsInvalid ? zeros_like(leaf) : gradient)];
    }

    /// <summary>One of another type of number can't lie in the buffer, and never changes: it is filled once.</summary>
    private static void Stand(Tensor mine, Tensor view)
    {
        if (mine.dtype == view.dtype)
        {
            mine.set_(view);
        }
        else
        {
            mine.copy_(view);
        }
    }

    private static void Each(ParameterLayout layout, Tensor[] tensors, Tensor flat, Action<Tensor, Tensor> set)
    {
        foreach (var (tensor, view) in tensors.Zip(layout.ViewsOf(flat)))
        {
            using (view)
            {
                set(tensor, view);
            }
        }
    }

    /// <summary>See <see cref="AsConstants"/>.</summary>
    public readonly struct Constancy : IDisposable
    {
        private readonly Tensor[] _leaves;

        internal Constancy(Tensor[] leaves)
        {
            _leaves = leaves;
            Set(false);
        }

        public void Dispose() => Set(true);

        private void Set(bool value)
        {
            foreach (var leaf in _leaves)
            {
                leaf.requires_grad = value;
            }
        }
    }
}
