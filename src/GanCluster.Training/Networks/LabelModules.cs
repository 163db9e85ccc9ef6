using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Networks;

/// <summary>
/// A network with the label as one-hot channels of its input, the same all over an image (Mirza and Osindero, 2014).
/// </summary>
internal sealed class JoinedLabels : nn.Module<Tensor, Tensor, Tensor>, IRecomputes
{
    private readonly int _classes;
    private readonly bool _flat;

    [ComponentName(Name = "net")]
    private readonly nn.Module<Tensor, Tensor> _net;

    /// <param name="net">From (N, C + classes, ...).</param>
    /// <param name="flat">Whether the input's values are flattened to (N, C) first.</param>
    public JoinedLabels(nn.Module<Tensor, Tensor> net, int classes, bool flat = false)
        : base(nameof(JoinedLabels))
    {
        (_net, _classes, _flat) = (net, classes, flat);
        RegisterComponents();
    }

    /// <summary>The network itself without classes.</summary>
    public static nn.Module Of(nn.Module<Tensor, Tensor> net, int classes) =>
        classes == 0 ? net : new JoinedLabels(net, classes);

    public override Tensor forward(Tensor x, Tensor labels)
    {
        using var scope = NewDisposeScope();
        x = _flat ? x.flatten(1) : x;
        var channels = Labels.OneHot(labels, _classes, x.dtype);
        long[] around = [.. x.shape[2..].Select(_ => 1L)];
        var planes = channels.view([.. channels.shape, .. around]).expand([.. channels.shape, .. x.shape[2..]]);
        return Recomputation.Call(_net, cat([x, planes], 1)).MoveToOuterDisposeScope();
    }
}

/// <summary>(N, features) to (N, 1): w h + b + e(label) h (Miyato and Koyama, 2018, equation 3).</summary>
internal sealed class Projection : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly int _spectralNorm;

    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;

    [ComponentName(Name = "embedding")]
    private readonly Parameter _embedding;

    /// <param name="weight">(1, features)</param>
    /// <param name="bias">(1)</param>
    /// <param name="embedding">(classes, features)</param>
    /// <param name="spectralNorm">Power iterations; 0 for weights as they are.</param>
    public Projection(Parameter weight, Parameter bias, Parameter embedding, int spectralNorm)
        : base(nameof(Projection))
    {
        (_weight, _bias, _embedding, _spectralNorm) = (weight, bias, embedding, spectralNorm);
        RegisterComponents();
    }

    public override Tensor forward(Tensor h, Tensor labels)
    {
        var embedding = SpectralNorm.Divide(_embedding, _spectralNorm);
        var ofLabels = Labels.OneHot(labels, (int)_embedding.shape[0], h.dtype).matmul(embedding);
        return F.linear(h, SpectralNorm.Divide(_weight, _spectralNorm), _bias) + (ofLabels * h).sum(1, keepdim: true);
    }
}

/// <summary>D with the label in its last layer alone (Miyato and Koyama, 2018).</summary>
internal sealed class ProjectionDiscriminator : nn.Module<Tensor, Tensor, Tensor>, IRecomputes
{
    [ComponentName(Name = "body")]
    private readonly nn.Module<Tensor, Tensor> _body;

    [ComponentName(Name = "head")]
    private readonly Projection _head;

    /// <param name="body">To (N, features).</param>
    public ProjectionDiscriminator(nn.Module<Tensor, Tensor> body, Projection head)
        : base(nameof(ProjectionDiscriminator))
    {
        (_body, _head) = (body, head);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor labels) => _head.call(Recomputation.Call(_body, x), labels);
}
