using System.Text.RegularExpressions;

namespace GanCluster.Architecture.Tests;

public sealed partial class WallSpecs
{
    public static TheoryData<Project> Projects => [.. Project.All];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_s_namespaces_use_each_other_one_way(Project project)
    {
        using var compiled = project.Compiled();

        var circles = new NamespaceGraph(compiled, project.Root).Circles();

        Assert.True(circles.Count == 0, string.Join("\n\n", circles));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_what_it_may(Project project)
    {
        using var compiled = project.Compiled();
        var used = compiled.MainModule.AssemblyReferences.Select(reference => reference.Name)
            .Where(name => name.StartsWith("GanCluster.", StringComparison.Ordinal));

        Assert.Empty(used.Except(project.Sees.Select(name => "GanCluster." + name)));
    }

    [Fact]
    public void Core_stands_on_the_framework_alone()
    {
        using var core = Project.All.Single(project => project.Name == "Core").Compiled();
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

        var others = core.MainModule.AssemblyReferences.Select(reference => reference.Name)
            .Where(name => name != "System.IO.Hashing" && !File.Exists(Path.Combine(framework, name + ".dll")));

        Assert.Empty(others);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Namespaces_follow_folders(Project project)
    {
        var strays = project.Sources
            .Select(file => (file, Namespace().Match(File.ReadAllText(file)).Groups["name"].Value))
            .Where(source => source.Value.Length > 0 && source.Value != Expected(project, source.file))
            .Select(source => $"{source.file} has {source.Value}")
            .ToList();

        Assert.True(strays.Count == 0, string.Join('\n', strays));
    }

    private static string Expected(Project project, string file)
    {
        var folder = Path.GetDirectoryName(Path.GetRelativePath(project.Folder, file))!;
        return string.Join('.', folder.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Prepend(project.Root));
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Namespace();
}
