using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using GanCluster.Node.Native;

namespace GanCluster.Node.Commands.Help;

/// <summary>In place of the parser's own help, which has neither examples nor headings.</summary>
/// <param name="columns">Of the terminal; null: there is none.</param>
internal sealed class PrintHelp(int? columns) : SynchronousCommandLineAction
{
    private const int Usual = 110;
    private const int Least = 50;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var path = new List<Command>();
        for (var result = parseResult.CommandResult; result is not null; result = result.Parent as CommandResult)
        {
            path.Insert(0, result.Command);
        }

        parseResult.InvocationConfiguration.Output.Write(HelpText.Of(path, Math.Max(Least, columns ?? Usual)));
        return ExitCodes.Done;
    }
}
