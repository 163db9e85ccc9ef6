using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using GanCluster.Core;
using static TorchSharp.torch;

namespace GanCluster.Training.Libtorch;

/// <summary>libtorch as this process loads it.</summary>
/// <remarks>
/// TorchSharp's native part was linked by GCC 13 and asks for <see cref="Needed"/> of the C++ runtime for one symbol that it
/// never calls. Older systems (Debian 12) lack that version and would refuse the library. There, and only there, the program's
/// own copy is replaced by one whose requirement is weak; the package cache, where the copy may be a link to, is not written.
/// </remarks>
public static class TorchLibrary
{
    private const string Needed = "GLIBCXX_3.4.32";
    private const string Symbol = "_ZSt21ios_base_library_initv";

    private static string? _refusal;

    /// <summary>What was done so that the library loads here, for doctor; empty where nothing was needed.</summary>
    public static string Change { get; private set; } = "";

    /// <summary>libtorch's version, without the package's own last number. Loads it.</summary>
    /// <exception cref="UserInputException">The library can't be made to load here.</exception>
    public static string Version =>
        _refusal is null ? string.Join('.', __version__.Split('.').Take(3)) : throw new UserInputException(_refusal);

    /// <summary>The library and instruction set that a run's bits depend on.</summary>
    /// <param name="cpu">The run's.</param>
    /// <inheritdoc cref="Version"/>
    public static string Kernels(string cpu) =>
        $"libtorch {Version}, {(cpu == "avx2" || !Avx512F.IsSupported ? "avx2" : "avx512")}";

    /// <summary>Before the first use of TorchSharp in a process; programs call it before Main (Program/Libtorch.props).</summary>
    public static void Prepare()
    {
        if (!OperatingSystem.IsLinux() || SystemOffersNeeded())
        {
            return;
        }

        var folders = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        (Change, _refusal) = PrepareIn(folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <returns>What was done, and why the library can't be made to load.</returns>
    internal static (string Change, string? Refusal) PrepareIn(IEnumerable<string> folders)
    {
        var change = "";
        foreach (var path in folders.Select(f => Path.Combine(f, "libLibTorchSharp.so")).Where(File.Exists))
        {
            try
            {
                WeakenIn(path);
                change = $", {Needed} not asked of this system's C++ runtime";
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return ("", $"{path} needs {Needed}, which this system's C++ runtime lacks, and can't be replaced by a copy that "
                    + $"does without ({e.Message}): start the program once as the owner of its folder");
            }
        }

        return (change, null);
    }

    /// <summary>Replaces the file, or the link, by a copy that does without the version. A copy that does already stays.</summary>
    internal static void WeakenIn(string path)
    {
        var image = File.ReadAllBytes(path);
        if (!ElfVersions.Weaken(image, Needed))
        {
            return;
        }

        // Renamed into place, for other processes may load it now; with the original's time, for a build copies what differs.
        var copy = $"{path}.{Environment.ProcessId}.tmp";
        File.Copy(path, copy, overwrite: true);
        var written = File.GetLastWriteTimeUtc(copy);
        File.WriteAllBytes(copy, image);
        File.SetLastWriteTimeUtc(copy, written);
        File.Move(copy, path, overwrite: true);
    }

    private static bool SystemOffersNeeded() =>
        !NativeLibrary.TryLoad("libstdc++.so.6", out var runtime) || FindVersion(runtime, Symbol, Needed) != 0;

    [DllImport("libc", EntryPoint = "dlvsym", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern nint FindVersion(
        nint library, [MarshalAs(UnmanagedType.LPStr)] string symbol, [MarshalAs(UnmanagedType.LPStr)] string version);
}
