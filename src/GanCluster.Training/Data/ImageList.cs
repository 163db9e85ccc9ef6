using System.Globalization;
using GanCluster.Core;

namespace GanCluster.Training.Data;

/// <summary>The images right in a folder, or in subfolders of it that are their classes.</summary>
/// <param name="Names">Below the folder, with a slash after the class; in ordinal order.</param>
/// <param name="Classes">In ordinal order; none if the images lie loose.</param>
/// <param name="Others">The endings of images there that are of other formats, one each.</param>
internal sealed record ImageList(
    string Folder, IReadOnlyList<string> Names, IReadOnlyList<string> Classes, IReadOnlyList<string> Others)
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg"];
    private static readonly string[] OtherEndings = [".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic"];

    /// <exception cref="UserInputException">Images lie loose and in subfolders, or the folder can't be read.</exception>
    public static ImageList Of(string folder)
    {
        try
        {
            var loose = Files(folder);
            var below = Visible(Directory.EnumerateDirectories(folder))
                .Select(name => (Name: name, Files: Files(Path.Combine(folder, name))))
                .ToList();
            var classes = below.Where(c => c.Files.Images.Count > 0).ToList();
            if (loose.Images.Count > 0 && classes.Count > 0)
            {
                throw new UserInputException($"'{folder}' holds images ({loose.Images[0]}) and folders of images ({classes[0].Name}/): "
                    + "put each image into the folder of its class, or all into one folder");
            }

            var names = loose.Images.Concat(classes.SelectMany(c => c.Files.Images.Select(image => $"{c.Name}/{image}")));
            return new ImageList(
                folder,
                Sorted(names),
                Sorted(classes.Select(c => c.Name)),
                [.. loose.Others, .. below.SelectMany(c => c.Files.Others)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"'{folder}' can't be read ({e.Message}): check that it is readable", e);
        }
    }

    /// <param name="names">Some of <see cref="Names"/>.</param>
    public int[]? LabelsOf(IReadOnlyList<string> names)
    {
        if (Classes.Count == 0)
        {
            return null;
        }

        var labels = Classes.Index().ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);
        return [.. names.Select(name => labels[name[..name.IndexOf('/', StringComparison.Ordinal)]])];
    }

    /// <summary>How many there are of each ending, as in <c>3 .webp and 1 .gif file</c>.</summary>
    /// <param name="others">Not empty.</param>
    public static string Counted(IEnumerable<string> others)
    {
        var kinds = others.CountBy(ending => ending).OrderByDescending(kind => kind.Value)
            .ThenBy(kind => kind.Key, StringComparer.Ordinal).ToList();
        string[] counts = [.. kinds.Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Value:N0} {kind.Key}"))];
        var listed = counts is [.. { Length: > 0 } first, var last] ? $"{string.Join(", ", first)} and {last}" : counts[0];
        return $"{listed} {(kinds[^1].Value == 1 ? "file" : "files")}";
    }

    private static (List<string> Images, List<string> Others) Files(string folder)
    {
        var (images, others) = (new List<string>(), new List<string>());
        foreach (var name in Visible(Directory.EnumerateFiles(folder)))
        {
            var ending = Path.GetExtension(name).ToLowerInvariant();
            if (Endings.Contains(ending, StringComparer.Ordinal))
            {
                images.Add(name);
            }
            else if (OtherEndings.Contains(ending, StringComparer.Ordinal))
            {
                others.Add(ending);
            }
        }

        return (images, others);
    }

    private static IEnumerable<string> Visible(IEnumerable<string> paths) =>
        paths.Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.'));

    private static string[] Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];
}
