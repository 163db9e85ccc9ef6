namespace GanCluster.Node.Native;

/// <summary>Why the file system said no, without the path (the caller names it).</summary>
internal static class DiskErrors
{
    // IOException.HResult is the errno on Unix and an HRESULT on Windows.
    private const int NoSpace = 28;
    private const int ReadOnly = 30;
    private const int NotADirectory = 20;
    private const int QuotaExceeded = 122;
    private const int NoSpaceWindows = unchecked((int)0x80070070);
    private const int TryAgain = 11;
    private const int TryAgainMac = 35;
    private const int SharingViolation = unchecked((int)0x80070020);

    internal static bool IsInUse(IOException e) => e.HResult is TryAgain or TryAgainMac or SharingViolation;

    internal static string Reason(Exception e) => (e, e.HResult) switch
    {
        (UnauthorizedAccessException, _) => "permission denied",
        (FileNotFoundException or DirectoryNotFoundException, _) => "no such file or folder",
        (_, NoSpace or NoSpaceWindows) => "the disk is full",
        (_, QuotaExceeded) => "the disk quota is used up",
        (_, ReadOnly) => "the file system is read-only",
        (PathTooLongException, _) => "the name is too long",
        (_, NotADirectory) => "a part of the path is not a folder",
        _ => e.Message.Split('\n')[0].TrimEnd('.', '\r'),
    };
}
