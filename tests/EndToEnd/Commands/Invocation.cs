using System.CommandLine;
using GanCluster.Node.Commands;
using GanCluster.Training.Parts;

namespace GanCluster.EndToEnd.Tests.Commands;

/// <summary>One command line run in this process.</summary>
internal sealed record Invocation(int Code, string Output, string Error)
{
    internal static Task<Invocation> Of(string arguments) =>
        Of((output, error) => CommandTree.Build(Context(output, error)), arguments, CancellationToken.None);

    /// <summary>A command that does what the test says.</summary>
    internal static Task<Invocation> Of(Func<CancellationToken, Task<int>> what, CancellationToken stop = default) =>
        Of((_, _) => Command(what), "", stop);

    /// <summary>What a verb makes of its arguments, which are right.</summary>
    internal static T Options<T>(string arguments)
    {
        var root = CommandTree.Build(Context(TextWriter.Null, TextWriter.Null));
        var parsed = CommandLine.Parse(root, Words(arguments));
        Assert.Null(ParseErrors.Describe(parsed));
        return Assert.IsType<Verb<T>>(parsed.CommandResult.Command, exactMatch: false).Read(parsed);
    }

    /// <summary>A verb that waits for nothing, run by its options.</summary>
    internal static (int Code, string Output) Of<T>(Func<CommandContext, Verb<T>> verb, T options)
    {
        var output = new StringWriter { NewLine = "\n" };
        var ended = verb(Context(output)).Run(options, CancellationToken.None);
        Assert.True(ended.IsCompleted);
        return (ended.GetAwaiter().GetResult(), output.ToString());
    }

    internal static CommandContext Context(TextWriter output, TextWriter? error = null) =>
        new(RunParts.BuiltIn, output, error ?? TextWriter.Null);

    /// <summary>The error, after checking that it is bad input told in one line and nothing else.</summary>
    internal string Refusal()
    {
        Assert.Equal(2, Code);
        Assert.Empty(Output);
        Assert.Equal(Error.TrimEnd(), Error.TrimEnd('\r', '\n'));
        return Assert.Single(Error.TrimEnd().Split('\n'));
    }

    private static async Task<Invocation> Of(
        Func<TextWriter, TextWriter, Command> root, string arguments, CancellationToken stop)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.Run(root(output, error), Words(arguments), output, error, stop);
        return new Invocation(code, output.ToString(), error.ToString());
    }

    private static Command Command(Func<CancellationToken, Task<int>> what)
    {
        var command = new Command("made");
        command.SetAction((_, stop) => what(stop));
        return command;
    }

    private static string[] Words(string arguments) => arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
