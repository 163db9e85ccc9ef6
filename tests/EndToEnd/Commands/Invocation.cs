using GanCluster.Node.Commands;

namespace GanCluster.EndToEnd.Tests.Commands;

/// <summary>One command line run in this process.</summary>
internal sealed record Invocation(int Code, string Output, string Error, IReadOnlyList<object> Calls)
{
    internal static async Task<Invocation> Of(
        string arguments, Func<CancellationToken, Task<int>>? then = null, CancellationToken stop = default)
    {
        var handlers = new RecordingHandlers(then);
        var output = new StringWriter();
        var error = new StringWriter();
        var words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var code = await CommandLine.Run(words, handlers, output, error, stop);
        return new Invocation(code, output.ToString(), error.ToString(), handlers.Calls);
    }

    /// <summary>The error, after checking that it is bad input told in one line and nothing else.</summary>
    internal string Refusal()
    {
        Assert.Equal(2, Code);
        Assert.Empty(Output);
        Assert.Empty(Calls);
        Assert.Equal(Error.TrimEnd(), Error.TrimEnd('\r', '\n'));
        return Assert.Single(Error.TrimEnd().Split('\n'));
    }
}
