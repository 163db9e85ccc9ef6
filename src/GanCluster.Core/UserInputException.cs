namespace GanCluster.Core;

/// <summary>
/// Something the user gave can't be used. The message is one line: what is wrong, where, and the fix.
/// The command line prints it alone and exits with 2, before anything has started or been written.
/// </summary>
public sealed class UserInputException : Exception
{
    /// <param name="message">What is wrong, where, and the fix.</param>
    public UserInputException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="UserInputException(string)"/>
    public UserInputException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What other machines are told instead, where the message names what is this one's alone; null: the message.</summary>
    public string? ForOthers { get; init; }
}
