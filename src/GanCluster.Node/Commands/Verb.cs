using System.CommandLine;

namespace GanCluster.Node.Commands;

/// <summary>A verb of the command line: what it takes, and what it does with that.</summary>
internal abstract class Verb<TOptions> : Command
{
    protected Verb(string name, string description)
        : base(name, description) => SetAction((parsed, stop) => Run(Read(parsed), stop));

    /// <summary>What was given; each value is checked by itself, but not how it fits the rest.</summary>
    internal abstract TOptions Read(ParseResult parsed);

    /// <param name="stop">Asks for a graceful end.</param>
    /// <returns>The exit code. A <see cref="Core.UserInputException"/> becomes 2, any other exception 1.</returns>
    internal abstract Task<int> Run(TOptions options, CancellationToken stop);

    /// <summary>In the order of the help.</summary>
    protected void Take(params ReadOnlySpan<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                Arguments.Add(argument);
            }
            else
            {
                Options.Add((Option)symbol);
            }
        }
    }
}
