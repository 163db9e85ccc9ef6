using GanCluster.Training.Devices;
using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>
/// One network's gradients in one buffer of the device, which leaves it and comes back in one copy. Where the device computes in
/// the host's memory they are written to, and read from, what is lent to the exchange.
/// </summary>
/// <param name="beside">Floats after the gradients, of which the first may be given.</param>
internal sealed class GradientBuffer(ParameterLayout layout, IDeviceMemory memory, int beside = 0) : IDisposable
{
    private Tensor? _flat;

    /// <summary>Where the gradients are that a step was made with last.</summary>
    private Tensor? _stepped;
    private Tensor[] _views = [];

    /// <summary>(length of the layout, and what is beside), on the device.</summary>
    public Tensor Flat
    {
        get
        {
            if (_flat is null)
            {
                _flat = zeros(layout.Length + beside, device: memory.Device).DetachFromDisposeScope();
                _views = layout.ViewsOf(_flat);
            }

            return _flat;
        }
    }

    /// <summary>Keeps them on the device.</summary>
    /// <param name="gradients">In the layout's order; null: zeros.</param>
    /// <param name="number">Beside them; null: 0.</param>
    public void Keep(IList<Tensor>? gradients, Tensor? number = null)
    {
        using var frozen = no_grad();
        Write(gradients, number, Flat, _views);
        _stepped = Flat;
    }

    /// <summary>Writes them where the exchange reads them.</summary>
    /// <inheritdoc cref="Keep"/>
    public void Lend(IList<Tensor>? gradients, Memory<float> destination, Tensor? number = null)
    {
        using var frozen = no_grad();
        var host = TensorMemory.Of(destination);
        if (memory.IsHost)
        {
            Write(gradients, number, host.Tensor, host.Views(layout));
            return;
        }

        Write(gradients, number, Flat, _views);
        memory.ToHost(Flat, host.Tensor);
        memory.Synchronize();
    }

    /// <summary>On the device; may overwrite the sum, and is overwritten by the next gradients.</summary>
    public Tensor Mean(Memory<float> sum, int count)
    {
        using var frozen = no_grad();
        var host = TensorMemory.Of(sum).Tensor;
        if (memory.IsHost)
        {
            host.div_(count);
            return _stepped = host;
        }

        memory.ToDevice(host, Flat);
        Flat.div_(count);
        return _stepped = Flat;
    }

    /// <summary>Of what was kept last, or of the last mean as long as its memory is there; without what is beside.</summary>
    public double Norm() => _stepped is null ? 0 : memory.Norm(_stepped, layout.Length);

    public void Dispose()
    {
        foreach (var view in _views)
        {
            view.Dispose();
        }

        _flat?.Dispose();
    }

    private void Write(IList<Tensor>? gradients, Tensor? number, Tensor flat, Tensor[] views)
    {
        if (gradients is null)
        {
            flat.zero_();
            return;
        }

        foreach (var (view, gradient) in views.Zip(gradients))
        {
            view.copy_(gradient);
        }

        if (number is not null)
        {
            flat.narrow(0, layout.Length, 1).copy_(number);
        }
    }
}
