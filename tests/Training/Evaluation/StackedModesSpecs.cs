using GanCluster.Training.Data;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Measures;
using GanCluster.Training.Tests.Measures;

namespace GanCluster.Training.Tests.Evaluation;

/// <summary>Two kinds of images stacked three high: eight modes.</summary>
public sealed class StackedModesSpecs : IDisposable
{
    private const int Each = 28 * 28;
    private readonly StackedModes _modes = new(new FeatureClassifier(
        FeatureTraining.Train(Pictures.Data.Train, classes: 2, seed: 1, epochs: 1), new ClassifierIdentity("halves", 1, 1, "")));

    [Fact]
    public void Every_mode_that_an_image_is_of_is_counted_and_the_evenness_with_it()
    {
        var even = _modes.OfReal(new Stacks(i => [i & 1, (i >> 1) & 1, (i >> 2) & 1]), 160);
        Assert.Equal((8, 0), (even.Modes, Math.Round(even.ReverseKl, 6)));

        var two = _modes.OfReal(new Stacks(i => [i & 1, 0, 1]), 160);
        Assert.Equal((2, Math.Log(4)), (two.Modes, two.ReverseKl));
    }

    public void Dispose() => _modes.Dispose();

    private sealed class Stacks(Func<int, int[]> kinds) : IDataSource
    {
        private readonly ImageBytes _images = Pictures.Of(200, 3).Images;

        public long? Count => 160;

        public IReadOnlyList<long> Shape => [3, 28, 28];

        public int ValuesPerSample => 3 * Each;

        public long IndexAt(long position) => position;

        public void Copy(long index, Span<float> sample)
        {
            foreach (var (layer, kind) in kinds((int)index).Index())
            {
                _images.CopyValues((int)(2 * (index % 100)) + kind, sample.Slice(layer * Each, Each));
            }
        }
    }
}
