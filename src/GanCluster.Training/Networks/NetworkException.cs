namespace GanCluster.Training.Networks;

/// <summary>A module threw; the message, one line, names the network and what it was doing.</summary>
public sealed class NetworkException : Exception
{
    internal NetworkException(string message, Exception thrown)
        : base(message, thrown)
    {
    }

    /// <summary>What libtorch says goes on with the place in its own sources.</summary>
    internal static string FirstLine(Exception thrown) => thrown switch
    {
        System.Runtime.InteropServices.ExternalException => thrown.Message.Split('\n')[0].TrimEnd(),
        _ => $"{thrown.GetType().Name}: {thrown.Message.Split('\n')[0].TrimEnd()}",
    };
}
