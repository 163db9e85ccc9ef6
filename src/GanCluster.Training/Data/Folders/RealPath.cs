namespace GanCluster.Training.Data.Folders;

/// <summary>A path without links in it: two names are one file if these are equal.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>Null: it leads nowhere, or in a circle.</summary>
    public static string? Of(string path)
    {
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full)!;
        var left = new Stack<string>();
        Push(left, full[real.Length..]);
        for (var links = 0; left.TryPop(out var name);)
        {
            if (name == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, name);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
            }
            else if (++links > MaxLinks)
            {
                return null;
            }
            else
            {
                var root = Path.GetPathRoot(target)!;
                real = root.Length > 0 ? Path.GetFullPath(root) : real;
                Push(left, target[root.Length..]);
            }
        }

        return Path.Exists(real) ? real : null;
    }

    private static void Push(Stack<string> left, string path)
    {
        char[] separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];
        var parts = path.Split(separators, StringSplitOptions.RemoveEmptyEntries);
        foreach (var part in parts.Reverse().Where(part => part != "."))
        {
            left.Push(part);
        }
    }
}
