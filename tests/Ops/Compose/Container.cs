using System.Diagnostics;
using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Compose;

/// <summary>
/// A folder that stands for a container's root. In it ops/node.sh runs with a node that prints its arguments, a line each, and
/// makes the certificate that it is asked for.
/// </summary>
internal sealed class Container : IDisposable
{
    private const string Node =
        """
        #!/bin/sh
        if [ "$1" = certificate ]; then echo made >"$3"; fi
        printf '%s\n' "$@"
        """;

    private const string HostName =
        """
        #!/bin/sh
        [ "$*" = -i ] && echo '172.18.0.5 172.19.0.5'
        """;

    private readonly TemporaryFolder _root = new();

    internal Container()
    {
        Directory.CreateDirectory(_root.Below("bin"));
        Directory.CreateDirectory(Below("credentials"));
        Add("gancluster-node", Node);
        Add("hostname", HostName);
    }

    internal string Below(string path) => _root.Below(path);

    /// <returns>The node's command line.</returns>
    internal async Task<string[]> Run(IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        var start = new ProcessStartInfo("sh", [Repository.Path("ops/node.sh"), .. command]) { WorkingDirectory = _root.Path };
        start.Environment["PATH"] = $"{Below("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return (await Tool.Run(start)).Passed().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose() => _root.Dispose();

    private void Add(string program, string text)
    {
        var path = _root.Below($"bin/{program}");
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
