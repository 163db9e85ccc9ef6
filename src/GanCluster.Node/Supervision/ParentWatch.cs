using System.Threading.Channels;
using GanCluster.Node.Native;

namespace GanCluster.Node.Supervision;

/// <summary>
/// Ends a child node with its parent: the parent holds the other end of its standard input, writes a few lines, and the system
/// closes that end however the parent dies.
/// </summary>
internal static class ParentWatch
{
    /// <summary>Set to 1 for a child node. Not handed on to its own children.</summary>
    internal const string Variable = "GANCLUSTER_PARENT_PIPE";

    private static readonly Channel<string> Lines = Channel.CreateUnbounded<string>();

    /// <summary>The next line that the parent says. A process that is no child is told on its standard input as well.</summary>
    internal static Task<string> Word(bool isChild) =>
        isChild ? Lines.Reader.ReadAsync().AsTask() : Task.Run(() => Console.In.ReadLine() ?? "");

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
        using var lines = new StreamReader(input);
        while (lines.ReadLine() is { } line)
        {
            Lines.Writer.TryWrite(line);
        }

        ProcessEnd.Now(ExitCodes.Failed);
    }
}
