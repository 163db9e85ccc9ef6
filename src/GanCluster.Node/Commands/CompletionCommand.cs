using System.CommandLine;
using GanCluster.Node.Commands.Completion;
using GanCluster.Node.Native;
using GanCluster.Node.Runs;

namespace GanCluster.Node.Commands;

internal sealed record CompletionOptions(string Shell);

/// <summary><c>completion</c>: a script for a shell.</summary>
internal sealed class CompletionCommand : Verb<CompletionOptions>
{
    private readonly CommandContext _context;
    private readonly Argument<string> _shell = new("SHELL") { Description = $"One of {string.Join(", ", CompletionScript.Shells)}." };

    internal CompletionCommand(CommandContext context)
        : base("completion", "Prints what a shell completes command lines by.")
    {
        _context = context;
        _shell.AcceptOnlyFromAmong([.. CompletionScript.Shells]);
        Take(_shell);
    }

    internal override CompletionOptions Read(ParseResult parsed) => new(parsed.GetRequiredValue(_shell));

    internal override Task<int> Run(CompletionOptions options, CancellationToken stop)
    {
        var root = CommandTree.Build(_context);
        _context.Output.Write(CompletionScript.For(options.Shell, CompletionTable.Of(root, RunCatalog.Here().Names)));
        return Task.FromResult(ExitCodes.Done);
    }
}
