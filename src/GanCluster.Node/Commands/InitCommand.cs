using System.CommandLine;
using GanCluster.Node.Native;
using GanCluster.Node.Own;

namespace GanCluster.Node.Commands;

/// <param name="Name">The folder's, which may have a path before it.</param>
internal sealed record InitOptions(string Name);

/// <summary><c>init</c>: a project of one's own to begin with.</summary>
internal sealed class InitCommand : Verb<InitOptions>
{
    private readonly CommandContext _context;
    private readonly Argument<string> _name = new("NAME") { Description = "The project's name, and its folder's." };

    internal InitCommand(CommandContext context)
        : base("init", "Writes a small project of your own: networks, data and a run, to change and train.")
    {
        _context = context;
        Take(_name);
    }

    internal override InitOptions Read(ParseResult parsed) => new(parsed.GetRequiredValue(_name));

    internal override Task<int> Run(InitOptions options, CancellationToken stop)
    {
        var libraries = Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Select(file => Path.GetFileNameWithoutExtension(file));
        var reference = NodeReference.Here(AppContext.BaseDirectory, PrintVersion.Version);
        foreach (var file in ProjectTemplate.Write(options.Name, reference, libraries))
        {
            _context.Output.WriteLine(file);
        }

        if (!reference.IsSource)
        {
            _context.Output.WriteLine($"GanCluster.Node {reference.Place} has to be in a source of packages: dotnet nuget add source FOLDER");
        }

        _context.Output.WriteLine($"next: cd {options.Name} && dotnet run -c Release -- train {Path.GetFileName(options.Name)}.json --nodes 2");
        return Task.FromResult(ExitCodes.Done);
    }
}
