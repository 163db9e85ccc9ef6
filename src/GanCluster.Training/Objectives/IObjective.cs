using static TorchSharp.torch;

namespace GanCluster.Training.Objectives;

/// <summary>
/// The two losses over D's logits, (N) each. Probabilities are sigmoids of logits; -log sigmoid(s) = softplus(-s). One instance serves
/// all threads: it keeps nothing from call to call, and draws no random numbers.
/// </summary>
public interface IObjective
{
    /// <summary>Whether G's loss looks at real samples.</summary>
    bool IsRelativistic => false;

    /// <summary>The score at which D can't tell; null where scores have no zero, for the losses see differences alone.</summary>
    double? Boundary => IsRelativistic ? null : 0;

    /// <param name="real">(N): of real samples.</param>
    /// <param name="fake">(N): of generated ones; sample i is set against real sample i.</param>
    /// <returns>One number, which D's step makes smaller; penalties are added to it.</returns>
    Tensor DiscriminatorLoss(Tensor real, Tensor fake);

    /// <param name="real">(N); null unless <see cref="IsRelativistic"/>.</param>
    /// <param name="fake">(N)</param>
    /// <returns>One number, which G's step makes smaller.</returns>
    Tensor GeneratorLoss(Tensor? real, Tensor fake);
}

/// <summary>The built-in objectives by their names.</summary>
public static class Objective
{
    /// <param name="name">As a run's <c>objective</c> has it.</param>
    /// <exception cref="InvalidOperationException">There is none of that name.</exception>
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
