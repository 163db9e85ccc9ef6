using System.Formats.Tar;

namespace GanCluster.Node.Sets;

/// <summary>Takes a data set's files out of a tar.</summary>
internal static class SetArchive
{
    /// <summary>More than any set has: what grows past it is no data set.</summary>
    private const int MostFiles = 100_000;

    private const long MostBytes = 512L << 20;

    /// <summary>Writes the plain files right below a folder of the archive; what else it holds is passed over.</summary>
    /// <param name="below">The folder in the archive, with a slash at its end; a leading <c>./</c> there is overlooked.</param>
    /// <exception cref="RouteException">It holds nothing there, a path that leads elsewhere, or more than any data set does.</exception>
    internal static async Task Unpack(Stream tar, string below, string folder, CancellationToken stop)
    {
        await using var reader = new TarReader(tar, leaveOpen: true);
        var (files, bytes) = (0, 0L);
        while (await reader.GetNextEntryAsync(copyData: false, stop) is { } entry)
        {
            var path = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (!path.StartsWith(below, StringComparison.Ordinal) || entry.EntryType == TarEntryType.Directory)
            {
                continue;
            }

            var name = Name(entry, path[below.Length..]);
            (files, bytes) = (files + 1, bytes + entry.Length);
            if (files > MostFiles || bytes > MostBytes)
            {
                throw new RouteException("the archive holds more than a data set would");
            }

            await using var file = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write);
            await (entry.DataStream ?? Stream.Null).CopyToAsync(file, stop);
        }

        if (files == 0)
        {
            throw new RouteException($"the archive holds nothing below {below}");
        }
    }

    /// <summary>Of a file that may be written: right in the folder, and no link.</summary>
    private static string Name(TarEntry entry, string name)
    {
        var isFile = entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile;
        return isFile && name.Length > 0 && name[0] != '.' && name.AsSpan().IndexOfAny(@"/\:") < 0 && !name.Any(char.IsControl)
            ? name
            : throw new RouteException("the archive holds what is no plain file right in its folder");
    }
}
