using System.IO.MemoryMappedFiles;

namespace GanCluster.Training.Data.Caching;

/// <summary>A file's bytes where the system keeps them, read only. Threads may read at once.</summary>
internal sealed unsafe class MappedBytes : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _first;
    private bool _isDisposed;

    /// <exception cref="IOException">The file can't be read, or is empty.</exception>
    public MappedBytes(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        Length = stream.Length;
        if (Length == 0)
        {
            stream.Dispose();
            throw new EndOfStreamException($"'{path}' is empty");
        }

        _file = MemoryMappedFile.CreateFromFile(
            stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        byte* first = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref first);
        _first = first + _view.PointerOffset;
    }

    public long Length { get; }

    /// <summary>Not to be used after <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<byte> At(long offset, int count)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return offset >= 0 && count >= 0 && offset <= Length - count
            ? new ReadOnlySpan<byte>(_first + offset, count)
            : throw new ArgumentOutOfRangeException(nameof(offset), $"{count} bytes at {offset} of {Length}");
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }
    }
}
