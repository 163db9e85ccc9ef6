namespace GanCluster.Telemetry.Page;

internal static class PageStyle
{
    internal const string Css = """
        :root {
          color-scheme: light dark;
          --ink: #1b1f24; --quiet: #59636e; --line: #d5dae0; --d: #b3261e; --g: #1257b5; --back: #fff;
        }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6e9ed; --quiet: #a3adb8; --line: #39414a; --d: #ff8a80; --g: #82b4ff; --back: #14181c; }
        }
        body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--back); margin: 0; }
        main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
        h1 { font-size: 1.5rem; margin: .5rem 0 1rem; } h1 small { font-weight: normal; color: var(--quiet); font-size: 1rem; }
        h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
        dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: .75rem; margin: 0; }
        dt { color: var(--quiet); font-size: .85rem; } dd { margin: 0; font-size: 1.15rem; font-variant-numeric: tabular-nums; }
        svg { width: 100%; max-width: 42rem; height: auto; }
        svg text { font: 12px system-ui, sans-serif; fill: var(--quiet); }
        .grid { stroke: var(--line); } polyline { fill: none; stroke-width: 1.8; }
        polyline.d { stroke: var(--d); } polyline.g { stroke: var(--g); }
        svg text.d { fill: var(--d); } svg text.g { fill: var(--g); }
        img { max-width: 100%; image-rendering: pixelated; border: 1px solid var(--line); }
        table { border-collapse: collapse; }
        th, td { text-align: left; padding: .25rem 1.25rem .25rem 0; border-bottom: 1px solid var(--line); }
        td { font-variant-numeric: tabular-nums; } .lost, .suspect, .alarm { color: var(--d); font-weight: 600; }
        .quiet { color: var(--quiet); } ul { padding-left: 1.1rem; }
        footer { max-width: 60rem; margin: 0 auto; padding: 1rem; color: var(--quiet); }
        a { color: var(--g); }
        """;
}
