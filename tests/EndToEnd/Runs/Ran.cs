using System.Text.Json;
using GanCluster.Node.Commands;
using GanCluster.Training.Parts;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>What a command gave, run in this process or as a child.</summary>
internal sealed record Ran(int Code, string Output, string Error)
{
    /// <summary>The only line of the output.</summary>
    internal JsonElement Json
    {
        get
        {
            Assert.True(Code == 0, $"exit code {Code}: {Error}");
            return JsonDocument.Parse(Assert.Single(Output.TrimEnd().Split('\n'))).RootElement;
        }
    }

    internal string WeightsSha256 => Json.GetProperty("weights_sha256").GetString()!;

    internal static Task<Ran> Of(params string[] arguments) => Of(RunParts.BuiltIn, arguments);

    /// <param name="parts">The program's.</param>
    internal static async Task<Ran> Of(RunParts parts, params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var root = CommandTree.Build(new CommandContext(parts, output, error));
        var code = await CommandLine.Run(root, arguments, output, error, CancellationToken.None);
        return new Ran(code, output.ToString(), error.ToString());
    }

    /// <summary>The error, after checking that it is bad input told in one line and nothing else.</summary>
    internal string Refusal()
    {
        Assert.Equal((2, ""), (Code, Output));
        return Assert.Single(Error.TrimEnd('\n').Split('\n'));
    }

    /// <summary>The run went through, and every planned sample was read once.</summary>
    internal Ran Whole()
    {
        Assert.Equal(0, Json.GetProperty("samples_lost").GetInt64());
        Assert.Equal(0, Json.GetProperty("samples_repeated").GetInt64());
        return this;
    }
}

/// <summary>Whole trainings, by threads of this process or with data that its environment names: one at a time.</summary>
[CollectionDefinition(Name)]
public sealed class RunCollection
{
    public const string Name = "runs";
}
