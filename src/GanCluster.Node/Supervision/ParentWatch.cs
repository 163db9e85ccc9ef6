using GanCluster.Node.Native;

namespace GanCluster.Node.Supervision;

/// <summary>
/// Ends a child node with its parent: the parent holds the other end of its standard input, writes nothing, and the system
/// closes that end however the parent dies.
/// </summary>
internal static class ParentWatch
{
    /// <summary>Set to 1 for a child node. Not handed on to its own children.</summary>
    internal const string Variable = "GANCLUSTER_PARENT_PIPE";

    /// <returns>Whether this process is a child node.</returns>
    internal static bool Start()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not "1")
        {
            return false;
        }

        Environment.SetEnvironmentVariable(Variable, null);
        var input = Console.OpenStandardInput();
        new Thread(() => EndAfter(input)) { Name = "parent watch", IsBackground = true }.Start();
        return true;
    }

    private static void EndAfter(Stream input)
    {
        var ignored = new byte[256];
        while (input.Read(ignored) > 0)
        {
        }

        ProcessEnd.Now(ExitCodes.Failed);
    }
}
