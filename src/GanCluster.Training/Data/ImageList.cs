using GanCluster.Core;

namespace GanCluster.Training.Data;

/// <summary>The images right in a folder, or in subfolders of it that are their classes.</summary>
/// <param name="Names">Below the folder, with a slash after the class; in ordinal order.</param>
/// <param name="Classes">In ordinal order; none if the images lie loose.</param>
internal sealed record ImageList(string Folder, IReadOnlyList<string> Names, IReadOnlyList<string> Classes)
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg"];

    /// <exception cref="UserInputException">Images lie loose and in subfolders, or the folder can't be read.</exception>
    public static ImageList Of(string folder)
    {
        try
        {
            var loose = Images(folder);
            var classes = Visible(Directory.EnumerateDirectories(folder))
                .Select(name => (Name: name, Images: Images(Path.Combine(folder, name))))
                .Where(c => c.Images.Count > 0)
                .ToList();
            if (loose.Count > 0 && classes.Count > 0)
            {
                throw new UserInputException($"'{folder}' holds images ({loose[0]}) and folders of images ({classes[0].Name}/): "
                    + "put each image into the folder of its class, or all into one folder");
            }

            var names = loose.Concat(classes.SelectMany(c => c.Images.Select(image => $"{c.Name}/{image}")));
            return new ImageList(folder, Sorted(names), Sorted(classes.Select(c => c.Name)));
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

    private static List<string> Images(string folder) =>
    [
        .. Visible(Directory.EnumerateFiles(folder))
            .Where(name => Array.Exists(Endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))),
    ];

    private static IEnumerable<string> Visible(IEnumerable<string> paths) =>
        paths.Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.'));

    private static string[] Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];
}
