using GanCluster.Core;
using GanCluster.Node.Native;

namespace GanCluster.Node.Terminal;

/// <summary>A file that the user asked for; its path is told once it is written.</summary>
internal static class OutputFile
{
    /// <summary>Into what is there, never in its stead: the user's path may be a link or a device.</summary>
    /// <exception cref="UserInputException">It can't be written.</exception>
    internal static void Write(string path, TextWriter told, Action<Stream> write)
    {
        try
        {
            using (var stream = File.Create(path))
            {
                write(stream);
            }

            told.WriteLine(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"can't write '{path}': {DiskErrors.Reason(e)}; choose another place", e);
        }
    }
}
