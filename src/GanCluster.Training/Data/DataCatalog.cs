using System.Collections.Concurrent;
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
/// with the four IDX files of MNIST's names (plain or .gz) is a data set, and so is an <see cref="ImageFolder"/>.
/// </summary>
/// <param name="folders">The user's, the strongest first; they need not exist. The first is where a set is brought to.</param>
/// <param name="note">Tells the user, a line each, what of a data set is not read as it is.</param>
public sealed class DataCatalog(IReadOnlyList<string> folders, IReadOnlyList<KnownDataSet> known, Action<string> note)
{
    /// <summary>The environment variable that names the user's folder of data sets.</summary>
    public const string Variable = "GANCLUSTER_DATA";

    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    public IReadOnlyList<KnownDataSet> Known { get; } = known;

    /// <summary>Where a set is brought to.</summary>
    public string Home => folders[0];

    /// <summary>The data sets that GanCluster knows, on this machine.</summary>
    public static DataCatalog OfThisMachine(Action<string> note)
    {
        var cache = UserCache.Below("data");
        return new(
            Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } users ? [Path.GetFullPath(users), cache] : [cache],
            [new("fashion-mnist", "/usr/share/datasets/fashion-mnist"), new("mnist"), new("emoji")],
            note);
    }

    /// <summary>The folder of a data set; null: it is not on this machine.</summary>
    public string? FolderOf(string name) => folders.Select(folder => Path.Combine(folder, name))
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

    /// <exception cref="UserInputException">The data set is unknown, or not on this machine, or lacks a file.</exception>
    public DataFiles Find(string name)
    {
        if (!DataName.IsPlain(name))
        {
            throw new UserInputException(
                $"data set '{name}': give the plain name of a folder in {Variable}, or one of {Names()}");
        }

        if (FolderOf(name) is not { } folder)
        {
            throw new UserInputException(Entry(name) is { } entry
                ? $"data set '{name}' is not on this machine: run {entry.Command}, or set {Variable} to a folder that holds {name}/"
                : $"data set '{name}' is not known{Meant(name)}: use one of {Names()}, or set {Variable} to a folder that holds {name}/");
        }

        return (DataFiles?)IdxFiles.In(folder) ?? ImageFolder.In(folder, line => Tell($"data {name}: {line}")) ?? throw new UserInputException(
            $"data set '{name}': '{folder}' holds neither images (.png, .jpg) nor the four IDX files of MNIST's names; "
            + "put them there");
    }

    /// <summary>Once: a data set is looked for as often as a part of it is read.</summary>
    private void Tell(string line)
    {
        if (_told.TryAdd(line, true))
        {
            note(line);
        }
    }

    private KnownDataSet? Entry(string name) => Known.FirstOrDefault(k => string.Equals(k.Name, name, StringComparison.Ordinal));

    private string Names() => string.Join(", ", Known.Select(k => k.Name));

    private string Meant(string name) => NearestName.Likely(name, Known.Select(k => k.Name).Concat(Own())) is { } meant
        ? $" (the nearest is '{meant}')"
        : "";
}
