using GanCluster.Core;
using GanCluster.Training.Checkpoints;
using GanCluster.Training.Data.Caching;
using GanCluster.Training.Data.Folders;

namespace GanCluster.Training.Data;

/// <summary>
/// Folders of images, brought to one size once: a folder that has not changed since is opened as it was prepared. A cache appears
/// whole or not at all; one that was broken off or damaged is made again, and of two processes that want the same one makes it
/// and the other waits.
/// </summary>
public static class ImageCache
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);

    /// <param name="path">The folder of images.</param>
    /// <param name="cacheFolder">Made if it isn't there.</param>
    /// <exception cref="UserInputException">There are no images, some can't be read, or the cache can't be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; nothing is left behind.</exception>
    public static PreparedImages Open(
        string path, ImageTerms terms, string cacheFolder, IPreparation progress, CancellationToken stop)
    {
        terms.Check();
        var listing = FolderWalk.Of(path);
        var key = CacheKey.Of(terms.ToString(), listing);
        var folder = new CacheFolder(cacheFolder, RealPath.Of(path)!);
        if (PreparedImages.TryOpen(folder.PathOf(key), key) is { } ready)
        {
            return ready;
        }

        try
        {
            using var own = Lock(folder, path, progress, stop);
            if (PreparedImages.TryOpen(folder.PathOf(key), key) is { } others)
            {
                return others;
            }

            Make(listing, terms, key, folder, progress, stop);
            return PreparedImages.TryOpen(folder.PathOf(key), key)
                ?? throw new IOException("what was written there is not what is read");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"'{cacheFolder}' can't hold the prepared images ({e.Message}): make room there, "
                + "or set GANCLUSTER_CACHE to another folder", e);
        }
    }

    private static FileStream Lock(CacheFolder folder, string path, IPreparation progress, CancellationToken stop)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            stop.ThrowIfCancellationRequested();
            if (folder.TryLock() is { } held)
            {
                return held;
            }

            if (isFirst)
            {
                progress.OnWait(path);
            }

            stop.WaitHandle.WaitOne(BetweenTries);
        }
    }

    private static void Make(
        FolderListing listing, ImageTerms terms, string key, CacheFolder folder, IPreparation progress, CancellationToken stop)
    {
        var (images, leftOut) = ImageScan.Of(listing, stop);
        var layout = ImageLayout.Of(listing, images);
        var made = new ImagePreparation(listing, layout, [.. leftOut, .. layout.LeftOut], terms, key);
        var (partial, whole) = (folder.NewPartial(key), folder.PathOf(key));
        folder.Tidy(key);
        try
        {
            DurableFile.Write(partial, stream => made.WriteTo((FileStream)stream, progress, stop));
            File.Move(partial, whole, overwrite: true);
            DurableFile.FlushFolder(Path.GetDirectoryName(whole)!);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
