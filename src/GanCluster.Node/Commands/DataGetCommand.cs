using System.CommandLine;
using System.Text.Json.Nodes;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Sets;
using GanCluster.Training.Data;

namespace GanCluster.Node.Commands;

internal sealed record DataGetOptions(string Name, bool Json = false);

/// <summary><c>data get</c>: brings a public data set to where runs find it by its name.</summary>
internal sealed class DataGetCommand : Verb<DataGetOptions>
{
    private readonly CommandContext _context;
    private readonly Argument<string> _name = new("NAME")
    {
        Description = $"One of {string.Join(", ", PublicSet.All.Select(set => set.Name))}.",
    };

    private readonly Option<bool> _json = SharedOptions.Json("Its name and folder as one line of JSON.");

    internal DataGetCommand(CommandContext context)
        : base("get", "Brings a public data set, its SHA-256 checked, into $GANCLUSTER_DATA or the user's folder of caches.")
    {
        _context = context;
        Take(_name, _json);
    }

    internal override DataGetOptions Read(ParseResult parsed) => new(parsed.GetRequiredValue(_name), parsed.GetValue(_json));

    internal override async Task<int> Run(DataGetOptions options, CancellationToken stop)
    {
        var set = PublicSet.Get(options.Name);
        var catalog = DataCatalog.OfThisMachine();
        var place = catalog.FolderOf(set.Name) is { } there && SetBringer.IsSound(there, set)
            ? there
            : await MissingSets.Bring(set, catalog.Home, CommandContext.Progress(), stop);
        await _context.Output.WriteLineAsync(
            options.Json ? new JsonObject { ["name"] = set.Name, ["folder"] = place }.ToJsonString() : place);
        return ExitCodes.Done;
    }
}
