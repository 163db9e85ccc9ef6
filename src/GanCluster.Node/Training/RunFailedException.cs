namespace GanCluster.Node.Training;

/// <summary>The run could not go on; the message says why, and what is left of it.</summary>
internal sealed class RunFailedException(string message) : Exception(message);
