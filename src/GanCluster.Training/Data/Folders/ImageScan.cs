using GanCluster.Training.Images.Decoding;

namespace GanCluster.Training.Data.Folders;

/// <summary>Parts images from what is none. An empty file, or one that can't be opened, is what its name says.</summary>
internal static class ImageScan
{
    /// <returns>The images, and the listing's left-out entries with those that are no images.</returns>
    public static (IReadOnlyList<FolderFile> Images, IReadOnlyList<LeftOut> LeftOut) Of(
        FolderListing listing, CancellationToken stop)
    {
        var isImage = new bool[listing.Files.Count];
        Parallel.For(0, isImage.Length, new ParallelOptions { CancellationToken = stop }, i => isImage[i] =
            ImageKinds.IsPromisedBy(listing.Files[i].Name) || IsImage(listing, listing.Files[i]));
        var others = listing.Files.Where((_, i) => !isImage[i]).Select(file => new LeftOut(file.Name, WhatIs(file.Name)));
        return ([.. listing.Files.Where((_, i) => isImage[i])], [.. listing.LeftOut, .. others]);
    }

    private static bool IsImage(FolderListing listing, FolderFile file)
    {
        // A pipe has no length, and opening it would wait for who writes into it.
        if (file.Length == 0)
        {
            return false;
        }

        try
        {
            using var handle = File.OpenHandle(listing.PathOf(file.Name));
            Span<byte> head = stackalloc byte[ImageKinds.HeadBytes];
            return ImageKinds.Of(head[..RandomAccess.Read(handle, head, 0)]) is not null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string WhatIs(string name) =>
        Path.GetExtension(name).ToLowerInvariant() is { Length: > 1 } ending ? ending : "without an ending";
}
