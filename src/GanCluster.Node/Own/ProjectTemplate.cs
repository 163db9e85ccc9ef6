using GanCluster.Core;
using GanCluster.Node.Native;

namespace GanCluster.Node.Own;

/// <summary>A small project of one's own: networks, data, a run and what builds them, from the files of Own/Template.</summary>
internal static class ProjectTemplate
{
    private const string Prefix = "GanCluster.Node.Own.Template.";
    private const int LongestName = 64;

    /// <summary>Writes the project into a folder of its own, whose name is its own.</summary>
    /// <param name="libraries">Names that it can't have.</param>
    /// <returns>The files, in the order in which they are read.</returns>
    /// <exception cref="UserInputException">It can't be called so, the folder is there, or it can't be written.</exception>
    internal static IReadOnlyList<string> Write(string folder, NodeReference reference, IEnumerable<string> libraries)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        if (!IsName(name))
        {
            throw new UserInputException(
                $"'{name}' is no name of a project: give a letter, then letters, digits, '-' or '_', {LongestName} in all at most");
        }

        if (libraries.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            throw new UserInputException($"'{name}' is a library that the project uses: choose another name");
        }

        if (Path.Exists(folder))
        {
            throw new UserInputException($"'{folder}' is there already: choose another name, or remove it");
        }

        try
        {
            Directory.CreateDirectory(folder);
            var files = Files(name, reference, folder).ToList();
            foreach (var (file, text) in files)
            {
                File.WriteAllText(Path.Combine(folder, file), text);
            }

            return [.. files.Select(file => Path.Combine(folder, file.Name))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"can't write '{folder}': {DiskErrors.Reason(e)}; choose another place", e);
        }
    }

    private static IEnumerable<(string Name, string Text)> Files(string name, NodeReference reference, string folder)
    {
        (string File, string Template)[] files =
        [
            ("README.md", "README.md"), ("Program.cs", "Program.cs.txt"), ("Networks.cs", "Networks.cs.txt"),
            ("Samples.cs", "Samples.cs.txt"), ($"{name}.json", "NAME.json"), (".gitignore", "gitignore"),
            ($"{name}.csproj", reference.IsSource ? "source.csproj.txt" : "package.csproj.txt"),
        ];
        return files.Select(file => (file.File, Read(file.Template)
            .Replace("NAME", name, StringComparison.Ordinal)
            .Replace("REFERENCE", reference.From(folder), StringComparison.Ordinal)));
    }

    private static string Read(string template)
    {
        using var reader = new StreamReader(typeof(ProjectTemplate).Assembly.GetManifestResourceStream(Prefix + template)!);
        return reader.ReadToEnd();
    }

    private static bool IsName(string name) => name.Length is > 0 and <= LongestName && char.IsAsciiLetter(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
