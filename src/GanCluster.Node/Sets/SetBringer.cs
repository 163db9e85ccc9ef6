using GanCluster.Core;
using GanCluster.Node.Native;

namespace GanCluster.Node.Sets;

/// <summary>Brings public data sets into a folder of data sets, each whole or not at all.</summary>
/// <param name="folder">A set becomes a folder of its name in it.</param>
/// <param name="note">Told a line where a set comes from.</param>
internal sealed class SetBringer(string folder, SetTools tools, Action<string> note)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Whoever comes second finds what the first has brought.</summary>
    /// <returns>The set's folder.</returns>
    /// <exception cref="UserInputException">No way leads to the set, or what lies in its place is something else.</exception>
    internal async Task<string> Bring(PublicSet set, CancellationToken stop)
    {
        var place = Path.Combine(folder, set.Name);
        try
        {
            Directory.CreateDirectory(folder);
            using var alone = await Hold(Path.Combine(folder, $".{set.Name}.lock"), stop);
            foreach (var left in Directory.EnumerateDirectories(folder, $".{set.Name}-*"))
            {
                // By a process that was killed.
                Directory.Delete(left, recursive: true);
            }

            if (Directory.Exists(place))
            {
                return IsSound(place, set) ? place : throw new UserInputException(
                    $"'{place}' is there and does not hold the files of {set.Name}: move it away, or give it another name");
            }

            await Bring(set, place, stop);
            return place;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException(
                $"can't write to '{folder}': {DiskErrors.Reason(e)}; set GANCLUSTER_DATA to another folder", e);
        }
    }

    internal static bool IsSound(string place, PublicSet set)
    {
        try
        {
            return SetDigest.Of(place) == set.Sha256;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private async Task Bring(PublicSet set, string place, CancellationToken stop)
    {
        var reasons = new List<string>();
        foreach (var route in set.Routes.Where(route => route.IsOpen(tools)))
        {
            var from = route.From(tools);
            note($"bringing {set.Name} from {from}");
            if (await Try(set, route, place, stop) is not { } reason)
            {
                return;
            }

            reasons.Add($"{from}: {reason}");
        }

        throw new UserInputException($"data set '{set.Name}' can't be brought ({string.Join("; ", reasons)}): "
            + $"try again with a network, or put its files into '{place}'");
    }

    /// <returns>Null: it is in its place.</returns>
    private async Task<string?> Try(PublicSet set, ISetRoute route, string place, CancellationToken stop)
    {
        var work = Directory.CreateDirectory(Path.Combine(folder, $".{set.Name}-{Guid.NewGuid():n}")).FullName;
        try
        {
            var files = Directory.CreateDirectory(Path.Combine(work, "files")).FullName;
            await route.Bring(files, Directory.CreateDirectory(Path.Combine(work, "scratch")).FullName, tools, stop);
            if (SetDigest.Of(files) is var sum && sum != set.Sha256)
            {
                return $"what came has the SHA-256 {sum[..12]} and not {set.Sha256[..12]}";
            }

            Directory.Move(files, place);
            return null;
        }
        catch (RouteException e)
        {
            return e.Message;
        }
        catch (HttpRequestException e)
        {
            return Downloads.Reason(e);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            return "what came is damaged or was broken off";
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<FileStream> Hold(string file, CancellationToken stop)
    {
        using var looks = new PeriodicTimer(Look);
        while (true)
        {
            try
            {
                return new FileStream(
                    file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (IOException e) when (DiskErrors.IsInUse(e))
            {
                await looks.WaitForNextTickAsync(stop);
            }
        }
    }
}
