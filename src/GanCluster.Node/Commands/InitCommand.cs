using System.CommandLine;
using System.Text.Json.Nodes;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Own;

namespace GanCluster.Node.Commands;

/// <param name="Name">The folder's, which may have a path before it.</param>
internal sealed record InitOptions(string Name, bool Json = false);

/// <summary><c>init</c>: a project of one's own to begin with.</summary>
internal sealed class InitCommand : Verb<InitOptions>
{
    private readonly CommandContext _context;
    private readonly Argument<string> _name = new("NAME") { Description = "The project's name, and its folder's." };

    private readonly Option<bool> _json = SharedOptions.Json("The files, and what comes next, as one line of JSON.");

    internal InitCommand(CommandContext context)
        : base("init", "Writes a small project of your own: networks, data and a run, to change and train.")
    {
        _context = context;
        Take(_name, _json);
    }

    internal override InitOptions Read(ParseResult parsed) => new(parsed.GetRequiredValue(_name), parsed.GetValue(_json));

    internal override Task<int> Run(InitOptions options, CancellationToken stop)
    {
        var libraries = Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Select(file => Path.GetFileNameWithoutExtension(file));
        var reference = NodeReference.Here(AppContext.BaseDirectory, PrintVersion.Version);
        var files = ProjectTemplate.Write(options.Name, reference, libraries);
        var next = $"cd {options.Name} && dotnet run -c Release -- train {Path.GetFileName(options.Name)}.json --nodes 2";
        if (options.Json)
        {
            _context.Output.WriteLine(Json(files, reference, next).ToJsonString());
            return Task.FromResult(ExitCodes.Done);
        }

        foreach (var file in files)
        {
            _context.Output.WriteLine(file);
        }

        if (!reference.IsSource)
        {
            _context.Output.WriteLine($"GanCluster.Node {reference.Place} has to be in a source of packages: dotnet nuget add source FOLDER");
        }

        _context.Output.WriteLine($"next: {next}");
        _context.Output.WriteLine("on images of your own: add --data FOLDER");
        return Task.FromResult(ExitCodes.Done);
    }

    private static JsonObject Json(IEnumerable<string> files, NodeReference reference, string next) => new()
    {
        ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]),
        ["package"] = reference.IsSource ? null : reference.Place,
        ["next"] = next,
    };
}
