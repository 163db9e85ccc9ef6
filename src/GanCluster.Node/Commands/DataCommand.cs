using System.CommandLine;
using System.Text.Json.Nodes;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Terminal;
using GanCluster.Training.Data;

namespace GanCluster.Node.Commands;

internal sealed record DataOptions(bool Json);

/// <summary><c>data</c>: the data sets that this machine has, and those that it can have; what else is below it are verbs.</summary>
internal sealed class DataCommand : Verb<DataOptions>
{
    private readonly CommandContext _context;
    private readonly Option<bool> _json = SharedOptions.Json("As JSON, a set a line.");

    internal DataCommand(CommandContext context)
        : base("data", "Lists the data sets that are here; checks and brings some.")
    {
        _context = context;
        Take(_json);
        Add(new DataCheckCommand(context));
        Add(new DataGetCommand(context));
    }

    internal override DataOptions Read(ParseResult parsed) => new(parsed.GetValue(_json));

    internal override Task<int> Run(DataOptions options, CancellationToken stop)
    {
        var catalog = DataCatalog.OfThisMachine();
        var names = catalog.Known.Select(known => known.Name).Union(catalog.Own(), StringComparer.Ordinal).ToList();
        if (options.Json)
        {
            foreach (var name in names)
            {
                var set = new JsonObject { ["name"] = name, ["folder"] = catalog.FolderOf(name) };
                _context.Output.WriteLine(set.ToJsonString());
            }
        }
        else
        {
            var listing = new Listing(new Column(""), new Column("data"), new Column("where it is, or how to have it"));
            foreach (var name in names)
            {
                var folder = catalog.FolderOf(name);
                listing.Add(new Cell(folder is null ? "missing" : "here", folder is not null), name, folder ?? Command(catalog, name));
            }

            _context.Write(listing);
        }

        return Task.FromResult(ExitCodes.Done);
    }

    private static string Command(DataCatalog catalog, string name) => catalog.Known.First(known => known.Name == name).Command;
}
