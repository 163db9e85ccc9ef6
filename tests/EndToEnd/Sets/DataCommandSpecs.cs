using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.EndToEnd.Tests.Runs;

namespace GanCluster.EndToEnd.Tests.Sets;

/// <summary>By the real executable, with folders of its own and a registry that is not there.</summary>
[Collection(RunCollection.Name)]
public sealed class DataCommandSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment;

    public DataCommandSpecs() => _environment = new()
    {
        ["GANCLUSTER_DATA"] = _folder.Below("data"),
        ["GANCLUSTER_CACHE"] = _folder.Below("cache"),
        ["npm_config_registry"] = "http://127.0.0.1:9/",
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_lists_what_is_here_and_how_to_have_the_rest()
    {
        _folder.Write("data/hats/a.png", "");
        var ran = await Run("data");
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Matches("(?m)^here +hats +" + _folder.Below("data", "hats") + "$", ran.Output);
        Assert.Matches("(?m)^missing +emoji +'./gancluster data get emoji'$", ran.Output);
        Assert.Contains($$"""{"name":"hats","folder":"{{_folder.Below("data", "hats")}}"}""", (await Run("data", "--json")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data get emoij", "there is no public data set 'emoij'; the nearest is 'emoji'; known: fashion-mnist, mnist, emoji")]
    [InlineData("data get", "NAME is missing: One of fashion-mnist, mnist, emoji")]
    [InlineData("data got emoji", "unknown command 'got'; the nearest is 'get'")]
    public async Task What_cannot_be_brought_is_one_line(string arguments, string part) =>
        Assert.Contains(part, (await Run(arguments.Split(' '))).Refusal(), StringComparison.Ordinal);

    [Theory]
    [InlineData("data get emoji")]
    [InlineData("train fashion-dcgan --nodes 0 --set data=emoji --out run")]
    [InlineData("train fashion-dcgan --nodes 1 --set data=emoji --out run")]
    public async Task Without_a_network_a_missing_set_is_told_in_one_line_and_nothing_is_started(string arguments)
    {
        var ran = await Run(arguments.Split(' '));
        Assert.Equal((2, ""), (ran.Code, ran.Output));
        const string From = "npm package emoji-datasource-google 16.0.0 at http://127.0.0.1:9";
        Assert.Equal(
            [
                $"bringing emoji from {From}",
                $"data set 'emoji' can't be brought ({From}: nobody listens there): "
                    + $"try again with a network, or put its files into '{_folder.Below("data", "emoji")}'",
            ],
            ran.Error.TrimEnd().Split('\n'));
        Assert.Equal([_folder.Below("data")], Directory.EnumerateFileSystemEntries(_folder.Path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Below("data")));
    }

    private async Task<Ran> Run(params string[] arguments)
    {
        using var node = NodeProcess.Start(_folder.Path, _environment, arguments);
        return await node.Exit();
    }
}
