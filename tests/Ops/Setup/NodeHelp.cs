using System.Text.RegularExpressions;

namespace GanCluster.Ops.Tests.Setup;

/// <summary>What the node says of its commands.</summary>
internal static partial class NodeHelp
{
    /// <summary>The first word is a command, and each option among the others is one of its own.</summary>
    internal static async Task Knows(params string[] given)
    {
        var help = (await Tool.Run(NodeLibrary.Host, NodeLibrary.Library, given[0], "--help")).Passed();
        var known = Option().Matches(help).Select(option => option.Groups["option"].Value);

        Assert.Empty(given.Where(word => word.StartsWith("--", StringComparison.Ordinal)).Except(known));
    }

    [GeneratedRegex(@"^\s+(?<option>--[\w-]+)", RegexOptions.Multiline)]
    private static partial Regex Option();
}
