using GanCluster.Core;
using GanCluster.Training.Data;

namespace GanCluster.Training.Tests.Data;

public sealed class DataSourceSpecs
{
    private static readonly IdxData TwoImages = new([2, 2, 2], [0, 255, 51, 204, 255, 255, 255, 255]);

    [Fact]
    public void Pixels_become_values_from_minus_one_to_one()
    {
        var source = new ImageDataSource(TwoImages, size: 2, position => position);
        var sample = new float[4];
        source.Copy(0, sample);
        Assert.Equal([-1f, 1, (51 / 127.5f) - 1, (204 / 127.5f) - 1], sample);
        Assert.Equal([1L, 2, 2], source.Shape);
        Assert.Equal(2, source.Count);
    }

    [Fact]
    public void A_larger_sample_has_the_image_in_its_middle_whatever_was_there_before()
    {
        var source = new ImageDataSource(TwoImages, size: 4, position => position);
        var sample = new float[16];
        Array.Fill(sample, 9);
        source.Copy(1, sample);
        Assert.Equal([-1f, -1, -1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, -1, -1, -1], sample);
        Assert.Equal([1L, 4, 4], source.Shape);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_size_on_which_images_cannot_be_centred_is_refused(int size) =>
        Assert.Throws<UserInputException>(() => new ImageDataSource(TwoImages, size, position => position));

    [Fact]
    public void Labels_are_no_images() =>
        Assert.Throws<UserInputException>(() => new ImageDataSource(new IdxData([2], [1, 2]), 2, position => position));

    [Fact]
    public void A_mixtures_sample_is_its_mode_and_normals_scaled()
    {
        var source = new MixtureDataSource(MixtureSpec.Grid25, p => (int)p, (p, pair) => (pair[0], pair[1]) = (p, -1));
        var sample = new float[2];
        source.Copy(5, sample);
        Assert.Equal(((-2f + (0.05f * 5)) / 2, (-4f - 0.05f) / 2), (sample[0], sample[1]));
        Assert.Null(source.Count);
        Assert.Equal(long.MaxValue, source.IndexAt(long.MaxValue));
    }

    [Fact]
    public void The_mixtures_are_those_of_the_papers()
    {
        Assert.Equal([8, 25, 100], MixtureSpec.All.Select(m => m.Means.Count));
        Assert.Equal([8, 25, 100], MixtureSpec.All.Select(m => m.Means.Distinct().Count()));
        Assert.Equal([0.5f, 2, 2.25f], MixtureSpec.All.Select(m => m.Scale));
        Assert.Equal([0.01f, 0.05f, 0.03f], MixtureSpec.All.Select(m => m.Sigma));
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(Math.Cos(Math.Tau * i / 8), MixtureSpec.Ring8.Means[i].X, 1e-7);
            Assert.Equal(Math.Sin(Math.Tau * i / 8), MixtureSpec.Ring8.Means[i].Y, 1e-7);
        }

        Assert.Equal([-4f, -2, 0, 2, 4], MixtureSpec.Grid25.Means.Select(m => m.X).Distinct());
        Assert.Equal([-4f, -2, 0, 2, 4], MixtureSpec.Grid25.Means.Select(m => m.Y).Distinct());
        Assert.Equal(4.5f, MixtureSpec.Gaussians100.Means.Max(m => m.Y));
    }

    [Fact]
    public void A_reader_copies_in_order_and_reports_each_sample_it_read()
    {
        var reader = new DataReader(new ImageDataSource(TwoImages, 2, position => 1 - (position % 2)));
        var (batch, log) = (new float[12], new RecordingObserver());

        reader.Read([10, 11, 10], batch, [], log);

        Assert.Equal([(10, 1), (11, 0), (10, 1)], log.Reads);
        Assert.Equal([1f, 1, 1, 1], batch[..4]);
        Assert.Equal([-1f, 1], batch[4..6]);
        Assert.Equal([1f, 1, 1, 1], batch[8..]);
    }

    [Fact]
    public void A_reader_gives_each_samples_label_where_labels_are_wanted()
    {
        var source = new ImageDataSource(TwoImages, 2, position => 1 - (position % 2), [3, 9], classes: 10);
        var labels = new int[3];
        new DataReader(source).Read([10, 11, 10], new float[12], labels, new RecordingObserver());
        Assert.Equal([9, 3, 9], labels);
    }

    [Fact]
    public void Labels_that_do_not_fit_the_images_are_refused()
    {
        foreach (var labels in new int[][] { [1, 2, 3], [1, 10] })
        {
            var error = Assert.Throws<UserInputException>(() => new ImageDataSource(TwoImages, 2, p => p, labels, classes: 10));
            Assert.Contains($"have {labels.Length} labels up to {labels[^1]}: give each", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_read_that_fails_is_not_reported()
    {
        var reader = new DataReader(new ImageDataSource(TwoImages, 2, position => position));
        var log = new RecordingObserver();
        Assert.ThrowsAny<Exception>(() => reader.Read([0, 7], new float[8], [], log));
        Assert.Equal([(0, 0)], log.Reads);
        Assert.Throws<ArgumentException>(() => reader.Read([0], new float[8], [], log));
        Assert.Single(log.Reads);
    }

    private sealed class RecordingObserver : IReadObserver
    {
        public List<(long Position, long Index)> Reads { get; } = [];

        public void OnRead(long position, long index) => Reads.Add((position, index));
    }
}
