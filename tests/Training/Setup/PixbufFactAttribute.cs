using GanCluster.Training.Images;

namespace GanCluster.Training.Tests;

/// <summary>
/// A test that reads PNG or JPEG files. Who is not root is told that it is skipped without gdk-pixbuf; for root
/// `./gancluster test` installs it, and it fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PixbufFactAttribute : FactAttribute
{
    public PixbufFactAttribute()
    {
        var canInstall = Environment.IsPrivilegedProcess && File.Exists("/etc/debian_version");
        if (!canInstall && !ImageFile.IsReadable)
        {
            Skip = $"gdk-pixbuf is not here (Debian package {ImageFile.Package})";
        }
    }
}
