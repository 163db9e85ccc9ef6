using System.Numerics;
using GanCluster.Core.Runs;

namespace GanCluster.Training.Networks;

/// <summary>The stages of a convolutional network between an image and 4 x 4 pixels, an octave each.</summary>
internal static class Stages
{
    /// <summary>Height and width of the coarsest one.</summary>
    public const int Coarsest = 4;

    /// <summary>Channels of each stage, from 4 x 4 up: the run's width at the one next to the image, twice as many at each
    /// coarser one.</summary>
    /// <param name="widest">No stage has more than so many times the width.</param>
    public static int[] Channels(RunConfiguration run, int widest)
    {
        var count = BitOperations.Log2((uint)(run.Image.Size / Coarsest));
        return [.. Enumerable.Range(0, count).Reverse().Select(octave => run.Network.Width * Math.Min(1 << octave, widest))];
    }
}
