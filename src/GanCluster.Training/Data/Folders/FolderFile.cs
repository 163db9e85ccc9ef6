namespace GanCluster.Training.Data.Folders;

/// <param name="Name">Below the folder, with slashes.</param>
/// <param name="Modified">In ticks of 100 ns, UTC.</param>
public sealed record FolderFile(string Name, long Length, long Modified);

/// <param name="Why">A file's ending, or what else it is, as in <c>.txt</c> or <c>linked a second time</c>.</param>
public sealed record LeftOut(string Name, string Why);

/// <summary>What lies below a folder, in whichever order it was written; hidden names (with a dot before them) don't count.</summary>
/// <param name="Files">In ordinal order of the names.</param>
/// <param name="Folders">Names of those right in it, in ordinal order.</param>
/// <param name="LeftOut">Links that are not followed.</param>
public sealed record FolderListing(
    string Folder, IReadOnlyList<FolderFile> Files, IReadOnlyList<string> Folders, IReadOnlyList<LeftOut> LeftOut)
{
    public string PathOf(string name) => Path.Combine(Folder, name);
}
