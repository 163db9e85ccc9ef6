using System.Runtime.InteropServices;
using System.Security.Cryptography;
using GanCluster.Core;
using GanCluster.Training.Data.Caching;
using GanCluster.Training.Data.Folders;
using GanCluster.Training.Images;

namespace GanCluster.Training.Data;

/// <summary>
/// Samples that were computed before, in a file of NumPy's format that the system maps into memory: images as (N, C, H, W), grey
/// ones as (N, H, W) too, of bytes or of fp32 in [-1, 1]; fp32 samples of any other shape (N, ...). They have no labels, and
/// every tenth is held out, as of a folder. They are taken as they are, and never brought to another size.
/// </summary>
public sealed class NpySamples : IDisposable
{
    private readonly MappedBytes _file;
    private readonly NpyHeader _header;
    private readonly int _sampleBytes;

    private NpySamples(MappedBytes file, NpyHeader header, long[] shape, int sampleBytes) =>
        (_file, _header, Shape, _sampleBytes) = (file, header, shape, sampleBytes);

    /// <summary>Of a sample: (C, H, W) for images.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Samples to train on.</summary>
    public int Count => _header.Shape[0] - HeldOutCount;

    public int HeldOutCount => _header.Shape[0] / ImageLayout.HeldOutOf;

    /// <summary>In lower-case hexadecimal, over the bytes of each sample to train on, in order, as the file has them.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>Whether a path is that of such a file.</summary>
    public static bool Are(string path) => path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) && File.Exists(path);

    /// <summary>Goes through all of the file once, for its range and its digest.</summary>
    /// <exception cref="UserInputException">The file is missing, truncated, or holds something else.</exception>
    public static NpySamples Open(string path, IPreparation progress, CancellationToken stop)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var header = NpyHeader.Read(stream, path);
            var shape = NpyShape.OfSample(header, path);
            if (header.ValueBytes != stream.Length - header.ValuesAt)
            {
                throw new UserInputException($"'{path}' holds {stream.Length - header.ValuesAt} bytes after its header, which "
                    + $"says {header.ValueBytes}: write it again");
            }

            var samples = new NpySamples(new MappedBytes(path), header, shape, (int)(header.ValueBytes / header.Shape[0]));
            try
            {
                samples.Pass(path, progress, stop);
                return samples;
            }
            catch (Exception)
            {
                samples.Dispose();
                throw;
            }
        }
        catch (EndOfStreamException e)
        {
            throw new UserInputException($"'{path}' is truncated: write it again", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"'{path}' can't be read ({e.Message}): check that it is there and readable", e);
        }
    }

    /// <param name="indexAt">The run's order of samples: position to index.</param>
    public IDataSource Source(ImageSplit split, Func<long, long> indexAt) => new NpySource(this, split, indexAt);

    public void Dispose() => _file.Dispose();

    internal void Copy(ImageSplit split, long index, Span<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, split == ImageSplit.Train ? Count : HeldOutCount);
        var bytes = Sample(split == ImageSplit.Train
            ? index + (index / (ImageLayout.HeldOutOf - 1))
            : (index * ImageLayout.HeldOutOf) + ImageLayout.HeldOutOf - 1);
        if (_header.Type == NpyHeader.Bytes)
        {
            PixelValues.Of(bytes, values);
        }
        else
        {
            MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
        }
    }

    private ReadOnlySpan<byte> Sample(long number) => _file.At(_header.ValuesAt + (number * _sampleBytes), _sampleBytes);

    private void Pass(string path, IPreparation progress, CancellationToken stop)
    {
        progress.OnBegin(path, _header.Shape[0]);
        var (range, pace) = (new ValueRange(), new Pace(_header.Shape[0], progress));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < _header.Shape[0]; i++)
        {
            stop.ThrowIfCancellationRequested();
            var sample = Sample(i);
            if (_header.Type == NpyHeader.Floats)
            {
                range.Add(MemoryMarshal.Cast<byte, float>(sample));
            }

            if (i % ImageLayout.HeldOutOf != ImageLayout.HeldOutOf - 1)
            {
                hash.AppendData(sample);
            }

            pace.OnDone();
        }

        if (_header.Type == NpyHeader.Floats)
        {
            range.Check(path);
        }

        Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed class NpySource(NpySamples samples, ImageSplit split, Func<long, long> indexAt) : IDataSource
    {
        public long? Count { get; } = split == ImageSplit.Train ? samples.Count : samples.HeldOutCount;

        public IReadOnlyList<long> Shape => samples.Shape;

        public int ValuesPerSample { get; } = checked((int)samples.Shape.Aggregate(1L, (product, size) => product * size));

        public long IndexAt(long position) => indexAt(position);

        public void Copy(long index, Span<float> sample)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(sample.Length, ValuesPerSample);
            samples.Copy(split, index, sample);
        }

        public string? Sha256(bool withLabels) => split == ImageSplit.Train ? samples.Sha256 : null;
    }
}
