using System.Text.RegularExpressions;
using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Docs;

/// <summary>What the documents link to is there.</summary>
public sealed partial class LinkSpecs
{
    public static TheoryData<string> Documents =>
    [
        "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/alerts.md", "docs/design.md", "docs/guarantees.md",
        "docs/performance.md", "docs/results.md", "ops/kubernetes/README.md",
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_file_that_a_document_links_to_is_there(string document)
    {
        var folder = Path.GetDirectoryName(Repository.Path(document))!;
        var missing = Link().Matches(Repository.Read(document))
            .Select(link => link.Groups["target"].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(folder, target)));

        Assert.Empty(missing);
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
