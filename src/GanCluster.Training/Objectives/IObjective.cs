using static TorchSharp.torch;

namespace GanCluster.Training.Objectives;

/// <summary>
/// The two losses over D's logits, (N) each. Probabilities are sigmoids of logits; -log sigmoid(s) = softplus(-s).
/// </summary>
public interface IObjective
{
    /// <summary>Whether G's loss looks at real samples.</summary>
    bool IsRelativistic => false;

    /// <summary>The score at which D can't tell.</summary>
    double Boundary => 0;

    Tensor DiscriminatorLoss(Tensor real, Tensor fake);

    /// <param name="real">Null unless <see cref="IsRelativistic"/>.</param>
    Tensor GeneratorLoss(Tensor? real, Tensor fake);
}

public static class Objective
{
    public static IObjective Of(string name) => name switch
    {
        "non-saturating" => new NonSaturating(),
        "minimax" => new Minimax(),
        "least-squares" => new LeastSquares(),
        "wasserstein" => new Wasserstein(),
        "hinge" => new Hinge(),
        "relativistic" => new Relativistic(),
        _ => throw new InvalidOperationException($"no objective '{name}'"),
    };
}
