using System.Buffers;
using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;

namespace GanCluster.Exchange.Tcp.Shared;

/// <summary>
/// Two rings, one each way, in a file of memory that only this user can open. Its name is random, and gone as soon as both ends
/// have it mapped, so that the memory is freed with the processes, however they end.
/// </summary>
internal sealed unsafe class SharedMemory : IDisposable
{
    private const string Folder = "/dev/shm";
    private const string Prefix = "gancluster-";
    private const int NameBytes = 16;

    /// <summary>Of a ring: enough that nobody waits for long, and few enough to stay in a cache between writing and reading.</summary>
    private const int Frames = 16;
    private const int MostFrame = 256 << 10;
    private const int LeastCapacity = 64 << 10;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private SharedMemory(FileStream file, int capacity, bool dialled)
    {
        var size = SharedRing.Size(capacity);
        _file = MemoryMappedFile.CreateFromFile(
            file, null, 2 * size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, 2 * size);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += _view.PointerOffset;
        var (first, second) = (new SharedRing(start, capacity), new SharedRing(start + size, capacity));
        (Out, In) = dialled ? (first, second) : (second, first);
    }

    public SharedRing Out { get; }

    public SharedRing In { get; }

    /// <summary>Elsewhere than on Linux sums between the processes of a machine go through its network.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && Directory.Exists(Folder);

    /// <summary>Bytes of a frame's floats, which are shorter than a connection's: both ends are at work the sooner.</summary>
    public static int FrameOf(int maxFrame) => Math.Min(maxFrame, MostFrame);

    public static int CapacityFor(int maxFrame) => Math.Max(LeastCapacity, FrameOf(maxFrame) * Frames);

    /// <summary>All of it is reserved: memory that runs out later would end the process that writes to it.</summary>
    /// <returns>Null: there is no such memory here, or not so much.</returns>
    public static (SharedMemory Memory, string Name)? Create(int capacity)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var name = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NameBytes));
        try
        {
            var size = 2 * SharedRing.Size(capacity);
            var file = new FileStream(Path.Combine(Folder, name), new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite | FileShare.Delete,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                PreallocationSize = size,
            });
            file.SetLength(size);
            return (new SharedMemory(file, capacity, dialled: true), name);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Forget(name);
            return null;
        }
    }

    /// <summary>What another process of this machine has made.</summary>
    /// <returns>Null: it is not here, not this user's, or no such memory.</returns>
    public static SharedMemory? Open(string name, int capacity)
    {
        if (!IsName(name))
        {
            return null;
        }

        try
        {
            var file = new FileStream(
                Path.Combine(Folder, name), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length == 2 * SharedRing.Size(capacity))
            {
                return new SharedMemory(file, capacity, dialled: false);
            }

            file.Dispose();
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Takes the name away; the memory stays for who has it.</summary>
    public static void Forget(string name)
    {
        try
        {
            File.Delete(Path.Combine(Folder, name));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // There is no such folder, or nothing in it.
        }
    }

    /// <summary>Nobody reads or writes the rings any more.</summary>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private static bool IsName(string name) =>
        name.Length == Prefix.Length + (2 * NameBytes) && name.StartsWith(Prefix, StringComparison.Ordinal)
        && name.AsSpan(Prefix.Length).IndexOfAnyExcept(Digits) < 0;
}
