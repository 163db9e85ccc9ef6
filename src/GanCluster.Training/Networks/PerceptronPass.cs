using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>What one pass leaves for the derivatives. All of them are without a graph.</summary>
/// <param name="weights">Of each layer, (its outputs, its inputs), as the products take them.</param>
/// <param name="inputs">Of each layer, (N, its inputs).</param>
/// <param name="units">The slopes of the units after each layer but the last, (N, its outputs).</param>
/// <param name="waves">As <see cref="FourierBands.WithSlopes"/> has them.</param>
/// <param name="outputs">(N, outputs)</param>
internal sealed class PerceptronPass(
    Tensor[] weights, Products products, Tensor[] inputs, Tensor[] units, Tensor? waves, long values, Tensor outputs)
{
    public Tensor Outputs => outputs;

    /// <summary>By what each layer gives, (N, its outputs), of a number whose slope by the last one's is known.</summary>
    /// <param name="last">(N, outputs), or of one sample that all are like.</param>
    public Tensor[] Backward(Tensor last)
    {
        using var frozen = no_grad();
        var slopes = new Tensor[weights.Length];
        slopes[^1] = last;
        for (var l = weights.Length - 2; l >= 0; l--)
        {
            slopes[l] = products.Of(slopes[l + 1], weights[l + 1]) * units[l];
        }

        return slopes;
    }

    /// <summary>The slopes by the inputs, (N, inputs).</summary>
    /// <param name="slopes">As <see cref="Backward"/> has them.</param>
    public Tensor ByInput(Tensor[] slopes)
    {
        using var frozen = no_grad();
        var features = products.Of(slopes[0], weights[0]);
        return waves is null
            ? features
            : features.narrow(1, 0, values) + (features.narrow(1, values, features.shape[1] - values).view(waves.shape) * waves)
                .sum([1, 2]);
    }

    /// <summary>
    /// The gradients by weight and bias of each layer, first to last: of sum over the samples of (share times output), and of
    /// what changes with the slopes by the inputs. The latter is a slope along a direction: it moves each layer's input, and
    /// meets each layer's slope once.
    /// </summary>
    /// <param name="slopes">As <see cref="Backward"/> has them.</param>
    /// <param name="shares">(N, 1); null: 0.</param>
    /// <param name="directions">By the slope at each sample's input, (N, inputs); null: 0. One of both is given.</param>
    public IList<Tensor> Weights(Tensor[] slopes, Tensor? shares, Tensor? directions)
    {
        using var frozen = no_grad();
        var gradients = new List<Tensor>(2 * weights.Length);
        var moved = directions is null ? null : Along(directions);
        for (var l = 0; l < weights.Length; l++)
        {
            var seen = shares is null ? moved! : moved is null ? inputs[l] * shares : moved.addcmul(inputs[l], shares, 1);
            var across = slopes[l].t();
            gradients.Add(products.Of(across, seen));
            gradients.Add(shares is null ? zeros(across.shape[0], across.dtype, across.device) : across.mm(shares).view(-1));
            if (moved is not null && l < units.Length)
            {
                moved = products.Of(moved, weights[l].t()) * units[l];
            }
        }

        return gradients;
    }

    /// <summary>Of some of the samples.</summary>
    public PerceptronPass Of(long first, long count)
    {
        return new PerceptronPass(
            weights, products, [.. inputs.Select(Part)], [.. units.Select(Part)], waves is null ? null : Part(waves), values, Part(outputs));

        Tensor Part(Tensor all) => all.narrow(0, first, count);
    }

    private Tensor Along(Tensor directions) => waves is null
        ? directions
        : cat([directions, (waves * directions.view(-1, 1, 1, values)).view(directions.shape[0], -1)], 1);
}
