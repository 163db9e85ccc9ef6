using GanCluster.Core;
using GanCluster.Core.Runs;

namespace GanCluster.Training.Data;

/// <summary>A data set that <c>data get</c> brings.</summary>
/// <param name="Package">The folder that Debian's package of it comes to; null: there is none.</param>
public sealed record KnownDataSet(string Name, string? Package = null)
{
    /// <summary>The command that brings it.</summary>
    public string Command => $"'./gancluster data get {Name}'";
}

/// <summary>
/// Finds a data set's files by its name: first NAME/ in the user's folders, then where its package puts it. Any folder
/// with the four IDX files of MNIST's names (plain or .gz) is a data set, and so is one of images.
/// </summary>
/// <param name="folders">The user's, the strongest first; they need not exist. The first is where a set is brought to.</param>
public sealed class DataCatalog(IReadOnlyList<string> folders, IReadOnlyList<KnownDataSet> known)
{
    /// <summary>The environment variable that names the user's folder of data sets.</summary>
    public const string Variable = "GANCLUSTER_DATA";

    public IReadOnlyList<KnownDataSet> Known { get; } = known;

    /// <summary>Where a set is brought to.</summary>
    public string Home => folders[0];

    /// <summary>The data sets that GanCluster knows, on this machine.</summary>
    public static DataCatalog OfThisMachine()
    {
        var cache = UserCache.Below("data");
        return new(
            Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } users ? [System.IO.Path.GetFullPath(users), cache] : [cache],
            [new("fashion-mnist", "/usr/share/datasets/fashion-mnist"), new("mnist"), new("emoji")]);
    }

    /// <summary>The set whose files hold the images of data of that name: another one's, of which they are made, or its own.</summary>
    public static string FilesOf(string name) => StackedImages.FilesOf(name);

    /// <summary>Where the images lie, whatever their name; null: by their name.</summary>
    public string? Path { get; set; }

    /// <summary>Told how far the reading of images is.</summary>
    public IPreparation Preparation { get; set; } = new SilentPreparation();

    public CancellationToken Stop { get; set; }

    /// <summary>The folder of a data set; null: it is not on this machine.</summary>
    public string? FolderOf(string name) => folders.Select(folder => System.IO.Path.Combine(folder, name))
        .Append(Entry(name)?.Package)
        .FirstOrDefault(Directory.Exists);

    /// <summary>The names of the sets that lie in the user's folders, in ordinal order.</summary>
    public IReadOnlyList<string> Own() =>
    [
        .. folders.Where(Directory.Exists)
            .SelectMany(folder => new DirectoryInfo(folder).EnumerateDirectories())
            .Select(folder => folder.Name)
            .Where(DataName.IsPlain)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A data set's four IDX files; null: it has none, but images.</summary>
    /// <exception cref="UserInputException">The data set is unknown, or not on this machine, or lacks a file.</exception>
    public IdxFiles? FindIdx(string name) => IdxFiles.In(Path ?? Located(name));

    /// <summary>A data set's images, at a size; a folder of images is prepared if it isn't yet, an .npy file has that size.</summary>
    /// <param name="name">Empty: those of <see cref="Path"/>.</param>
    /// <exception cref="UserInputException">The data set is unknown, or not on this machine, or can't be read.</exception>
    public FoundImages Open(string name, ImageTerms terms)
    {
        var images = OpenFiles(Path ?? Located(StackedImages.FilesOf(name)), terms);
        if (name != StackedImages.Name)
        {
            return images;
        }

        if (images.Channels == 1)
        {
            return new StackedImages(images);
        }

        images.Dispose();
        throw new UserInputException(
            $"data {name} stacks grey images, and those of {StackedImages.FilesOf(name)} are in colour: give that folder MNIST's own files");
    }

    private FoundImages OpenFiles(string folder, ImageTerms terms)
    {
        if (NpySamples.Are(folder))
        {
            return StoredImages.Open(folder, terms, Preparation, Stop);
        }

        if (!Directory.Exists(folder))
        {
            throw new UserInputException($"'{folder}' is {(File.Exists(folder) ? "a file" : "not there")}: give --data a folder of "
                + "images, or of the four IDX files of MNIST's names, or an .npy file of samples");
        }

        if (IdxFiles.In(folder) is not { } idx)
        {
            return new FolderImages(ImageCache.Open(folder, terms, UserCache.Below("images"), Preparation, Stop));
        }

        return terms.Height == terms.Width ? new IdxImages(idx, terms.Height) : throw new UserInputException(
            $"'{folder}' holds IDX files, which are for square samples, and these are of {terms.Height} x {terms.Width}: "
            + "give a folder of images");
    }

    private string Located(string name)
    {
        if (name.Length == 0)
        {
            throw new UserInputException("the run names no data: give --data PATH, where its images lie on this machine");
        }

        if (!DataName.IsPlain(name))
        {
            throw new UserInputException(
                $"data set '{name}': give the plain name of a folder in {Variable}, or one of {Names()}");
        }

        return FolderOf(name) ?? throw new UserInputException(Entry(name) is { } entry
            ? $"data set '{name}' is not on this machine: run {entry.Command}, or set {Variable} to a folder that holds {name}/"
            : $"data set '{name}' is not known{Meant(name)}: use one of {Names()}, or set {Variable} to a folder that holds {name}/");
    }

    private KnownDataSet? Entry(string name) => Known.FirstOrDefault(k => string.Equals(k.Name, name, StringComparison.Ordinal));

    private string Names() => string.Join(", ", Known.Select(k => k.Name));

    private string Meant(string name) => NearestName.Likely(name, Known.Select(k => k.Name).Concat(Own())) is { } meant
        ? $" (the nearest is '{meant}')"
        : "";
}
