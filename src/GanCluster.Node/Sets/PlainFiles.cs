namespace GanCluster.Node.Sets;

/// <summary>Files that are published one by one.</summary>
/// <param name="Address">Of their folder, with a slash at its end.</param>
internal sealed record PlainFiles(string Address, params IReadOnlyList<string> Names) : ISetRoute
{
    public string From(SetTools tools) => Downloads.Place(new Uri(Address));

    public async Task Bring(string folder, string scratch, SetTools tools, CancellationToken stop)
    {
        foreach (var name in Names)
        {
            await tools.Downloads.Read(
                new Uri(new Uri(Address), name),
                async content =>
                {
                    await using var file = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write);
                    await content.CopyToAsync(file, stop);
                },
                stop);
        }
    }
}
