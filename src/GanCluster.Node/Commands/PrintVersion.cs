using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using GanCluster.Node.Native;

namespace GanCluster.Node.Commands;

/// <summary>The version of this assembly; the parser's own action asks whichever executable is running.</summary>
internal sealed class PrintVersion : SynchronousCommandLineAction
{
    internal static string Version { get; } = typeof(PrintVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"gancluster {Version}");
        return ExitCodes.Done;
    }
}
