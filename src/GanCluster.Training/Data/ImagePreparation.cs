using System.Globalization;
using GanCluster.Core;
using GanCluster.Training.Data.Caching;
using GanCluster.Training.Data.Folders;
using GanCluster.Training.Images.Decoding;
using GanCluster.Training.Images.Scaling;

namespace GanCluster.Training.Data;

/// <summary>Makes one cache: reads every image, brings it to the terms' size, and writes it to its place.</summary>
internal sealed class ImagePreparation(
    FolderListing listing, ImageLayout layout, IReadOnlyList<LeftOut> leftOut, ImageTerms terms, string key)
{
    private const int Colours = 3;

    private readonly IReadOnlyList<ImageEntry> _entries = [.. layout.Train, .. layout.HeldOut];
    private readonly int _plane = terms.Height * terms.Width;

    /// <summary>Any thread may find that not all is grey.</summary>
    private volatile bool _isColoured;

    /// <exception cref="UserInputException">Images can't be read: the first is named, and how many they are.</exception>
    public void WriteTo(FileStream stream, IPreparation progress, CancellationToken stop)
    {
        FolderFile[] files = [.. _entries.Select(entry => entry.File)];
        var outcome = ImagePass.Over(listing, files, terms.Background, () => NewReader(stream), progress, stop);
        if (outcome.Broken is [var first, ..])
        {
            throw new UserInputException(string.Create(
                CultureInfo.InvariantCulture,
                $"{first} ({outcome.Broken.Count:N0} of {files.Length:N0} images can't be used: 'data check' lists them)"));
        }

        var header = new CacheHeader(
            key, _isColoured ? Colours : 1, terms.Height, terms.Width, layout.Train.Count, layout.HeldOut.Count,
            layout.ClassNames, SourceFacts.Of(outcome.Images, leftOut), "", "");
        new CacheEnd(stream.SafeFileHandle, header, [.. _entries.Select(entry => entry.Label)]).Write(Colours, stop);
    }

    private Action<int, DecodedImage> NewReader(FileStream stream)
    {
        var resampler = new Resampler(terms.Height, terms.Width, terms.Fit, terms.Background);
        var planes = new byte[Colours * _plane];
        var file = stream.SafeFileHandle;
        return (i, image) =>
        {
            resampler.Resample(image, planes);
            if (!_isColoured && !IsGrey(planes))
            {
                _isColoured = true;
            }

            RandomAccess.Write(file, planes, CacheLayout.FirstImage + ((long)i * planes.Length));
        };
    }

    private bool IsGrey(ReadOnlySpan<byte> planes)
    {
        var red = planes[.._plane];
        return red.SequenceEqual(planes.Slice(_plane, _plane)) && red.SequenceEqual(planes[(2 * _plane)..]);
    }
}
