using GanCluster.Core;

namespace GanCluster.Training.Data.Folders;

/// <summary>The images below one folder, with their classes.</summary>
internal sealed record ImageGroup(string Folder, IReadOnlyList<ImageEntry> Entries, IReadOnlyList<string> ClassNames)
{
    /// <param name="below">What the names of these images begin with: empty, or a folder and a slash.</param>
    /// <exception cref="UserInputException">Some lie loose and others in subfolders.</exception>
    public static ImageGroup Of(string root, string below, IReadOnlyList<FolderFile> images)
    {
        var folder = below.Length == 0 ? root : Path.Combine(root, below.TrimEnd('/'));
        var own = images.Where(image => image.Name.StartsWith(below, StringComparison.Ordinal)).ToList();
        var loose = own.Find(image => ClassOf(image, below) is null);
        var sorted = own.Find(image => ClassOf(image, below) is not null);
        if (loose is not null && sorted is not null)
        {
            throw new UserInputException($"'{folder}' holds images ({loose.Name[below.Length..]}) and folders of images "
                + $"({ClassOf(sorted, below)}/): put each image into the folder of its class, or all into one folder");
        }

        string[] names = [.. own.Select(image => ClassOf(image, below)).OfType<string>()
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var labels = names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        return new ImageGroup(
            folder,
            [.. own.Select(image => new ImageEntry(image, ClassOf(image, below) is { } name ? labels[name] : 0))],
            names);
    }

    public string Described() => Entries.Count == 0 ? "no images"
        : ClassNames.Count == 0 ? "images without classes"
        : $"{ClassNames.Count} classes ({ClassNames[0]} to {ClassNames[^1]})";

    private static string? ClassOf(FolderFile image, string below) =>
        image.Name.IndexOf('/', below.Length) is > 0 and var end ? image.Name[below.Length..end] : null;
}
