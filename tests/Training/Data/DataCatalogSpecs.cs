using GanCluster.Core;
using GanCluster.Training.Data;
using GanCluster.Training.Images;
using GanCluster.Training.Images.Scaling;

namespace GanCluster.Training.Tests.Data;

public sealed class DataCatalogSpecs : IDisposable
{
    private static readonly string[] FileNames =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void A_known_data_set_is_found_where_its_package_puts_it()
    {
        Fill("package", ".gz");
        var files = Catalog().FindIdx("shoes")!;
        Assert.Equal(_temp.File("package/train-images-idx3-ubyte.gz"), files.TrainImages);
        Assert.Equal(_temp.File("package/train-labels-idx1-ubyte.gz"), files.TrainLabels);
        Assert.Equal(_temp.File("package/t10k-images-idx3-ubyte.gz"), files.TestImages);
        Assert.Equal(_temp.File("package/t10k-labels-idx1-ubyte.gz"), files.TestLabels);
    }

    [Fact]
    public void The_users_folder_comes_first_and_may_hold_plain_files_and_other_names()
    {
        Fill("package", ".gz");
        Fill("mine/shoes", "");
        Fill("mine/hats", "");
        var mine = Catalog(_temp.File("mine"));
        Assert.Equal(_temp.File("mine/shoes/train-images-idx3-ubyte"), mine.FindIdx("shoes")!.TrainImages);
        Assert.Equal(_temp.File("mine/hats/t10k-images-idx3-ubyte"), mine.FindIdx("hats")!.TestImages);
    }

    [Fact]
    public void What_was_brought_is_found_behind_the_users_own()
    {
        Fill("package", ".gz");
        Fill("brought/shoes", "");
        Fill("brought/hats", "");
        Fill("mine/hats", "");
        Directory.CreateDirectory(_temp.File("brought/.hats-1"));
        var catalog = Catalog(_temp.File("mine"), _temp.File("brought"));
        Assert.Equal(_temp.File("brought/shoes"), catalog.FolderOf("shoes"));
        Assert.Equal(_temp.File("mine/hats"), catalog.FolderOf("hats"));
        Assert.Null(catalog.FolderOf("gloves"));
        Assert.Equal(["hats", "shoes"], catalog.Own());
        Assert.Equal(_temp.File("mine"), catalog.Home);
    }

    [Fact]
    public void A_folder_without_IDX_files_has_images()
    {
        Directory.CreateDirectory(_temp.File("mine/hats"));
        Assert.Null(Catalog(_temp.File("mine")).FindIdx("hats"));
    }

    [Fact]
    public void A_data_set_that_is_not_installed_is_refused_with_the_command_that_brings_it() => Assert.Equal(
        "data set 'shoes' is not on this machine: run './gancluster data get shoes', or set GANCLUSTER_DATA to a folder that holds shoes/",
        Refusal("shoes"));

    [Fact]
    public void An_unknown_data_set_is_refused_with_the_known_ones() => Assert.Equal(
        "data set 'hats' is not known: use one of shoes, or set GANCLUSTER_DATA to a folder that holds hats/", Refusal("hats"));

    [Fact]
    public void A_mistyped_name_is_refused_with_the_nearest()
    {
        Directory.CreateDirectory(_temp.File("my-hats"));
        Assert.Contains("is not known (the nearest is 'my-hats'): use one of", Refusal("my-hat"), StringComparison.Ordinal);
        Assert.Contains("is not known (the nearest is 'shoes'): use one of", Refusal("Shoe"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../package")]
    [InlineData("a\nb")]
    [InlineData("..")]
    public void A_name_that_is_a_path_is_refused(string name)
    {
        Fill("package", ".gz");
        Assert.Contains("plain name", Refusal(name), StringComparison.Ordinal);
    }

    [Fact]
    public void An_incomplete_data_set_names_the_file_that_it_lacks()
    {
        Fill("package", ".gz");
        File.Delete(_temp.File("package/t10k-labels-idx1-ubyte.gz"));
        Assert.Contains("lacks t10k-labels-idx1-ubyte.gz; put it there", Refusal("shoes"), StringComparison.Ordinal);
    }

    [Fact]
    public void This_machines_catalog_knows_what_can_be_brought() =>
        Assert.Equal(["fashion-mnist", "mnist", "emoji"], DataCatalog.OfThisMachine().Known.Select(k => k.Name));

    [Fact]
    public void A_path_may_be_an_npy_file_of_the_run_s_size()
    {
        using (var file = File.Create(_temp.File("samples.npy")))
        {
            Npy.Write(file, [20, 3, 2, 4], [.. Enumerable.Repeat(-0.5f, 480)]);
        }

        var catalog = Catalog();
        catalog.Path = _temp.File("samples.npy");
        using var images = catalog.Open("", new ImageTerms(2, 4, ImageFit.Crop, Rgb.White));
        var source = images.Source(ImageSplit.Train, position => position, withLabels: false);

        Assert.Null(catalog.FindIdx(""));
        Assert.Equal((3, 0, 18, 2), (images.Channels, images.Classes, images.Count(ImageSplit.Train), images.Count(ImageSplit.HeldOut)));
        Assert.Equal([3L, 2, 4], source.Shape);
        Assert.Equal(
            $"'{catalog.Path}' holds samples of 3 x 2 x 4, and the run's images are of 4 x 2, grey or of three channels: give a run of "
                + "that size, or save the samples so",
            Assert.Throws<UserInputException>(() => catalog.Open("", new ImageTerms(4, 2, ImageFit.Crop, Rgb.White))).Message);
    }

    private string Refusal(string name) =>
        Assert.Throws<UserInputException>(() => Catalog(_temp.Path).FindIdx(name)).Message;

    private DataCatalog Catalog(params string[] folders) =>
        new(folders, [new KnownDataSet("shoes", _temp.File("package"))]);

    private void Fill(string folder, string suffix)
    {
        Directory.CreateDirectory(_temp.File(folder));
        foreach (var name in FileNames)
        {
            File.WriteAllBytes(_temp.File($"{folder}/{name}{suffix}"), []);
        }
    }
}
