using GanCluster.Training.Data;
using GanCluster.Training.Parts;

namespace GanCluster.Training.Tests.Data;

public sealed class DataDigestSpecs
{
    [Fact]
    public void It_is_the_sha_256_of_the_values_and_of_labels_that_are_told()
    {
        // python3 -c 'import hashlib, struct; print(hashlib.sha256(struct.pack("<2f", -1, 1)).hexdigest())', and with "<fifi"
        Assert.Equal(
            "c1112024d84bac179cfda8df2d45cdb8cb941ec29f75e8cffa61c3b4c46d44a1",
            DataDigest.Of("images", false, Images([0, 255], [3, 4])));
        Assert.Equal(
            "7eff9e4cc33ddfca888a7399e303f6d762a3f5751e55ba2d338ebd80c185a9eb",
            DataDigest.Of("images", true, Images([0, 255], [3, 4])));
    }

    [Fact]
    public void It_changes_with_a_pixel_and_with_a_label_that_is_told()
    {
        var source = Images([0, 255], [3, 4]);

        Assert.Equal(DataDigest.Of("images", true, source), DataDigest.Of("images", true, Images([0, 255], [3, 4])));
        Assert.NotEqual(DataDigest.Of("images", true, source), DataDigest.Of("images", true, Images([1, 255], [3, 4])));
        Assert.NotEqual(DataDigest.Of("images", true, source), DataDigest.Of("images", true, Images([0, 255], [3, 5])));
        Assert.Equal(DataDigest.Of("images", false, source), DataDigest.Of("images", false, Images([0, 255], [3, 5])));
    }

    [Fact]
    public void A_mixtures_is_that_of_its_name()
    {
        var catalog = new DataCatalog([], []);
        var ring = DataDigest.Of(Runs.Mixture.Data, false, DataSources.Training(Runs.Mixture, RunParts.BuiltIn, catalog));
        var grid = Runs.Mixture with { Data = "grid25", Seed = 9 };

        // printf ring8 | sha256sum
        Assert.Equal("f704da52aca48899f130a00a3d773290719b2e36348eaa2d1bb30100c3506a1d", ring);
        Assert.NotEqual(ring, DataDigest.Of(grid.Data, false, DataSources.Training(grid, RunParts.BuiltIn, catalog)));
    }

    private static ImageDataSource Images(byte[] pixels, int[] labels) =>
        new(new IdxData([pixels.Length, 1, 1], pixels), size: 1, position => position, labels, classes: 10);
}
