using GanCluster.Core;

namespace GanCluster.Training.Data.Folders;

/// <summary>
/// Lists a folder. What is really in it comes first; then links are followed, in ordinal order of their names, each to what no
/// name has led to yet. So neither a circle nor a second name of the same file or folder counts it twice, and the order in which
/// the file system lists them plays no part.
/// </summary>
internal sealed class FolderWalk
{
    private const string Again = "linked a second time";

    private readonly string _realRoot;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _links = new(StringComparer.Ordinal);
    private readonly List<FolderFile> _files = [];
    private readonly List<string> _folders = [];
    private readonly List<LeftOut> _leftOut = [];

    private FolderWalk(string realRoot) => _realRoot = realRoot;

    /// <exception cref="UserInputException">The folder, or one in it, can't be read.</exception>
    public static FolderListing Of(string folder)
    {
        try
        {
            var walk = new FolderWalk(RealPath.Of(folder) ?? throw new DirectoryNotFoundException("there is none"));
            walk.List("", walk._realRoot);
            while (walk._links.Min is { } link)
            {
                walk._links.Remove(link);
                walk.Follow(link, Path.Combine(folder, link));
            }

            return new FolderListing(
                folder,
                [.. walk._files.OrderBy(file => file.Name, StringComparer.Ordinal)],
                [.. walk._folders.Order(StringComparer.Ordinal)],
                [.. walk._leftOut.OrderBy(one => one.Name, StringComparer.Ordinal)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"'{folder}' can't be read ({e.Message}): check that it is there and readable", e);
        }
    }

    /// <param name="name">Below the root; empty: the root.</param>
    private void List(string name, string real)
    {
        var open = new Stack<(string Name, string Real)>([(name, real)]);
        while (open.TryPop(out var folder))
        {
            if (!_seen.Add(folder.Real))
            {
                _leftOut.Add(new LeftOut(folder.Name, Again));
                continue;
            }

            if (folder.Name.Length > 0 && !folder.Name.Contains('/', StringComparison.Ordinal))
            {
                _folders.Add(folder.Name);
            }

            foreach (var entry in new DirectoryInfo(folder.Real).EnumerateFileSystemInfos().Where(e => !e.Name.StartsWith('.')))
            {
                var below = folder.Name.Length == 0 ? entry.Name : $"{folder.Name}/{entry.Name}";
                if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && entry.LinkTarget is not null)
                {
                    _links.Add(below);
                }
                else if (entry is FileInfo file)
                {
                    Add(below, file);
                }
                else
                {
                    open.Push((below, entry.FullName));
                }
            }
        }
    }

    private void Follow(string name, string path)
    {
        if (RealPath.Of(path) is not { } real)
        {
            _leftOut.Add(new LeftOut(name, "linked to nowhere"));
        }
        else if (_seen.Contains(real) || (_realRoot + Path.DirectorySeparatorChar).StartsWith(
            Path.TrimEndingDirectorySeparator(real) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            _leftOut.Add(new LeftOut(name, Again));
        }
        else if (Directory.Exists(real))
        {
            List(name, real);
        }
        else
        {
            Add(name, new FileInfo(real));
        }
    }

    private void Add(string name, FileInfo file)
    {
        if (_seen.Add(file.FullName))
        {
            _files.Add(new FolderFile(name, file.Length, file.LastWriteTimeUtc.Ticks));
        }
        else
        {
            _leftOut.Add(new LeftOut(name, Again));
        }
    }
}
