using System.Text.RegularExpressions;
using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Docs;

/// <summary>docs/guarantees.md names the test that shows each promise.</summary>
public sealed partial class GuaranteesSpecs
{
    [Fact]
    public void Every_row_names_a_test_and_every_test_is_there()
    {
        var rows = Repository.Read("docs/guarantees.md").Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.Contains("shown by", StringComparison.Ordinal))
            .ToList();
        var tests = Directory.EnumerateFiles(Repository.Path("tests"), "*Specs.cs", SearchOption.AllDirectories)
            .GroupBy(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText)
            .ToDictionary(group => group.Key, group => string.Concat(group));

        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            var named = Named().Matches(row);
            Assert.NotEmpty(named);
            Assert.All(named, test => Assert.Contains(
                $" {test.Groups["test"]}(", tests.GetValueOrDefault(test.Groups["specs"].Value, ""), StringComparison.Ordinal));
        });
    }

    [GeneratedRegex("`(?<specs>\\w+Specs)\\.(?<test>\\w+)`")]
    private static partial Regex Named();
}
