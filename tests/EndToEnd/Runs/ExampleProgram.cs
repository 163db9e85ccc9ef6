using System.Buffers.Binary;
using System.Diagnostics;
using GanCluster.EndToEnd.Tests.Commands;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>A program of examples/, as its own executable or by the host of the tests.</summary>
internal sealed class ExampleProgram(string name, TemporaryFolder folder)
{
    /// <summary>In a PNG: after the signature and the first chunk's length and type.</summary>
    private const int WidthAt = 16;
    private const int ColourAt = 25;

    private static readonly Dictionary<string, string> NoMore = [];

    private readonly string _executable = Path.Combine(AppContext.BaseDirectory, name);

    internal static string File(string file) => Path.Combine(AppContext.BaseDirectory, file);

    internal NodeProcess Start(params string[] arguments) =>
        NodeProcess.Start(new ProcessStartInfo(NodeProcess.Host, [_executable + ".dll", .. arguments]) { WorkingDirectory = folder.Path }, NoMore);

    internal async Task<Ran> Run(params string[] arguments)
    {
        using var process = Start(arguments);
        return await process.Exit();
    }

    internal async Task<Ran> RunAsExecutable(params string[] arguments)
    {
        using var process = NodeProcess.Start(new ProcessStartInfo(_executable, arguments) { WorkingDirectory = folder.Path }, NoMore);
        return await process.Exit();
    }

    /// <summary>The width of a PNG, and whether it has three channels.</summary>
    internal static (int Width, bool InColour) Picture(string png)
    {
        var bytes = System.IO.File.ReadAllBytes(png);
        return (BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(WidthAt)), bytes[ColourAt] == 2);
    }
}
