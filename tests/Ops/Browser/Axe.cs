using Deque.AxeCore.Commons;

namespace GanCluster.Ops.Tests.Browser;

/// <summary>axe-core, which tells what of a page keeps out people who do not see it well, or use no mouse.</summary>
internal static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <returns>Each rule that is broken, with how badly and where; empty: none.</returns>
    internal static async Task<string> Findings(Chromium chromium)
    {
        await chromium.Run(Script);
        await chromium.Run(
            "axe.run().then(found => window.found = found.violations.map(rule => "
                + "`${rule.id} (${rule.impact}): ${rule.nodes.map(node => node.target).join(' ')}`).join('\\n'))");
        await chromium.Until("typeof window.found === 'string'");
        return await chromium.Read("window.found");
    }
}
