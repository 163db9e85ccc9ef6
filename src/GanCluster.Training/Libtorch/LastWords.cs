using System.Runtime.InteropServices;

namespace GanCluster.Training.Libtorch;

/// <summary>
/// TorchSharp lets some of libtorch's exceptions (of matmul, of autograd) through to where nothing catches them, and the C++
/// runtime ends the process with pages of its own. Here it is told in one line which network did that, by a handler that the
/// runtime calls on the thread it happened on.
/// </summary>
public static class LastWords
{
    private const string Runtime = "libstdc++.so.6";

    /// <summary>Kept from being collected: native code has a pointer to it.</summary>
    private static readonly Handler OnTerminate = End;

    private static Action<string>? _tell;
    private static nint _before;
    private static int _ending;

    private delegate void Handler();

    private delegate nint What(nint exception);

    /// <param name="tell">Is told the line on the thread that ends the process, and must end it itself.</param>
    public static void Prepare(Action<string> tell)
    {
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad(Runtime, out _) && Interlocked.Exchange(ref _tell, tell) is null)
        {
            _before = SetTerminate(Marshal.GetFunctionPointerForDelegate(OnTerminate));
        }
    }

    private static void End()
    {
        if (Underway.Text is not { } network)
        {
            // No network's doing: whoever set the handler before has the word.
            Marshal.GetDelegateForFunctionPointer<Handler>(_before)();
            return;
        }

        if (Interlocked.Exchange(ref _ending, 1) == 0)
        {
            _tell!($"{network} ended the process" + (Reason() is { } reason ? $": {reason}" : ""));
        }

        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>The first sentence of the exception's what(); null where there is none or it can't be had.</summary>
    private static string? Reason()
    {
        // How a C++ object is returned differs on other processors.
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64 || CurrentType() is not (not 0 and var type))
        {
            return null;
        }

        CurrentException(out var thrown);
        if (!IsOf(NativeLibrary.GetExport(NativeLibrary.Load(Runtime), "_ZTISt9exception"), type, ref thrown, 1))
        {
            return null;
        }

        // std::exception's virtual functions are two destructors and what().
        var what = Marshal.GetDelegateForFunctionPointer<What>(Marshal.ReadIntPtr(Marshal.ReadIntPtr(thrown), 2 * nint.Size));
        return Marshal.PtrToStringUTF8(what(thrown))?.Split('\n')[0].Split(". ")[0].TrimEnd();
    }

    /// <summary>std::set_terminate</summary>
    [DllImport(Runtime, EntryPoint = "_ZSt13set_terminatePFvvE")]
    private static extern nint SetTerminate(nint handler);

    /// <summary>std::current_exception; what it returns is a pointer that is never given back, for the process ends.</summary>
    [DllImport(Runtime, EntryPoint = "_ZSt17current_exceptionv")]
    private static extern nint CurrentException(out nint thrown);

    [DllImport(Runtime, EntryPoint = "__cxa_current_exception_type")]
    private static extern nint CurrentType();

    /// <summary>Whether a catch of the first type takes the second, whose object is then moved to its base.</summary>
    [DllImport(Runtime, EntryPoint = "_ZNK10__cxxabiv117__class_type_info10__do_catchEPKSt9type_infoPPvj")]
    [return: MarshalAs(UnmanagedType.U1)]
    private static extern bool IsOf(nint caught, nint thrown, ref nint instance, uint outer);
}
