namespace GanCluster.Training.Networks;

/// <summary>What not every run's versions have beside weights, moments and the EMA.</summary>
/// <param name="Share">Of augmented images; empty unless it adapts.</param>
/// <param name="HasOuterMomentum">Of G's and D's length, of the outer step.</param>
/// <param name="TellsEvery">K follows the drift: one number, what it is in the round after the version.</param>
internal readonly record struct VersionParts(ParameterLayout Share, bool HasOuterMomentum, bool TellsEvery);
