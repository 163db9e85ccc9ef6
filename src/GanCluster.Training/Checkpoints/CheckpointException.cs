namespace GanCluster.Training.Checkpoints;

/// <summary>A file that is not a whole, valid checkpoint. The message is one line: what is wrong and where.</summary>
public sealed class CheckpointException : Exception
{
    public CheckpointException(string message)
        : base(message)
    {
    }

    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
