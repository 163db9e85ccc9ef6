using System.Buffers.Binary;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Training.Data;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>
/// The beginning of Fashion-MNIST as data sets <c>few</c> and <c>fashion-mnist</c>, and a cache of its own, while it lives: a
/// classifier of it is trained in seconds.
/// </summary>
internal sealed class FewImages : IDisposable
{
    private const int Train = 1200;
    private const int Test = 300;
    private const string DataVariable = "GANCLUSTER_DATA";
    private const string CacheVariable = "GANCLUSTER_CACHE";
    private readonly string? _data = Environment.GetEnvironmentVariable(DataVariable);
    private readonly string? _cache = Environment.GetEnvironmentVariable(CacheVariable);

    public FewImages()
    {
        var files = DataCatalog.OfThisMachine().FindIdx("fashion-mnist")!;
        foreach (var name in new[] { "few", "fashion-mnist" })
        {
            var folder = Folder.Below("data", name);
            Directory.CreateDirectory(folder);
            Cut(files.TrainImages, Train, Path.Combine(folder, "train-images-idx3-ubyte"));
            Cut(files.TrainLabels, Train, Path.Combine(folder, "train-labels-idx1-ubyte"));
            Cut(files.TestImages, Test, Path.Combine(folder, "t10k-images-idx3-ubyte"));
            Cut(files.TestLabels, Test, Path.Combine(folder, "t10k-labels-idx1-ubyte"));
        }

        Environment.SetEnvironmentVariable(DataVariable, Folder.Below("data"));
        Environment.SetEnvironmentVariable(CacheVariable, Folder.Below("cache"));
    }

    public TemporaryFolder Folder { get; } = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(DataVariable, _data);
        Environment.SetEnvironmentVariable(CacheVariable, _cache);
        Folder.Dispose();
    }

    private static void Cut(string path, int count, string to)
    {
        var (shape, values) = IdxFile.Read(path);
        shape[0] = count;
        var header = new byte[4 + (4 * shape.Length)];
        (header[2], header[3]) = (8, (byte)shape.Length);
        for (var i = 0; i < shape.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), shape[i]);
        }

        var each = shape.Skip(1).Aggregate(1, (product, size) => product * size);
        File.WriteAllBytes(to, [.. header, .. values[..(count * each)]]);
    }
}
