using System.Runtime.ExceptionServices;
using GanCluster.Core;
using GanCluster.Training.Data.Folders;
using GanCluster.Training.Images;
using GanCluster.Training.Images.Decoding;

namespace GanCluster.Training.Data;

/// <param name="Images">Of those that could be read, in order.</param>
/// <param name="Broken">A line on each of the others, in order.</param>
internal sealed record PassOutcome(IReadOnlyList<ImageFacts> Images, IReadOnlyList<string> Broken);

/// <summary>Reads a list of images once, over the machine's cores. One that can't be read stops none of the others.</summary>
internal static class ImagePass
{
    /// <summary>More cores would wait for the disk and hold more images at once.</summary>
    private const int MaxThreads = 8;

    /// <summary>Of images with more pixels, or in larger files, one at a time is held.</summary>
    private const long LargePixels = 1 << 22;

    private const long LargeBytes = 1 << 24;

    /// <param name="newReader">Called once a thread; what it gives is called with each image and its number.</param>
    public static PassOutcome Over(
        FolderListing listing, IReadOnlyList<FolderFile> files, Rgb background, Func<Action<int, DecodedImage>> newReader,
        IPreparation progress, CancellationToken stop)
    {
        var (facts, broken) = (new ImageFacts?[files.Count], new string?[files.Count]);
        var pace = new Pace(files.Count, progress);
        using var large = new SemaphoreSlim(1);
        var options = new ParallelOptions
        {
            CancellationToken = stop,
            MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, MaxThreads),
        };
        progress.OnBegin(listing.Folder, files.Count);
        try
        {
            Parallel.For(0, files.Count, options, newReader, (i, _, reader) =>
            {
                try
                {
                    using var admission = files[i].Length > LargeBytes ? Enter() : null;
                    var path = listing.PathOf(NotEmpty(files[i]));
                    using var image = ImageDecoder.Read(
                        path, background, pixels => admission is null && pixels > LargePixels ? Enter() : null);
                    facts[i] = ImageFacts.Of(image);
                    reader(i, image);
                }
                catch (UserInputException e)
                {
                    broken[i] = e.Message;
                }

                pace.OnDone();
                return reader;
            }, _ => { });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return new PassOutcome([.. facts.OfType<ImageFacts>()], [.. broken.OfType<string>()]);

        // A pipe has no length, and opening it would wait for who writes into it.
        string NotEmpty(FolderFile file) => file.Length > 0 ? file.Name : throw new UserInputException(
            $"'{listing.PathOf(file.Name)}' is empty: replace it or take it away");

        IDisposable Enter()
        {
            large.Wait(stop);
            return new Admission(large);
        }
    }

    private sealed class Admission(SemaphoreSlim of) : IDisposable
    {
        public void Dispose() => of.Release();
    }
}
