using System.Text;

namespace GanCluster.Core.Tests.Fuzz;

/// <summary>What a parser may be given: random bytes, and sound files that are no longer quite so.</summary>
internal static class FuzzedBytes
{
    private static readonly string[] Words = ["99999999999", "-1", "1e99", "null", "{", "}", "[", "]", "\"", ",", "NaN", "\\ud800", "'", "("];

    /// <summary>What a field may hold at its edges, in binary files and in texts.</summary>
    private static readonly byte[][] Edges =
    [
        [0, 0, 0, 0], [255, 255, 255, 255], [127, 255, 255, 255], [255, 255, 255, 127], [0, 0, 0, 128], [1, 0, 0, 0, 0, 0, 0, 0],
        .. Words.Select(Encoding.UTF8.GetBytes),
    ];

    /// <param name="sound">Small files that the parser takes.</param>
    /// <returns>The same for the same seed; one in eight is random from its first byte.</returns>
    public static IEnumerable<byte[]> Of(IReadOnlyList<byte[]> sound, int count, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            if (i % 8 == 0)
            {
                var bytes = new byte[random.Next(300)];
                random.NextBytes(bytes);
                yield return bytes;
                continue;
            }

            var file = sound[random.Next(sound.Count)].ToList();
            for (var changes = random.Next(1, 4); changes > 0 && file.Count > 0; changes--)
            {
                Change(file, random);
            }

            yield return [.. file];
        }
    }

    private static void Change(List<byte> file, Random random)
    {
        var (at, length) = (random.Next(file.Count), random.Next(1, 16));
        length = Math.Min(length, file.Count - at);
        switch (random.Next(6))
        {
            case 0:
                file[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                file[at] = (byte)random.Next(256);
                break;
            case 2:
                file.RemoveRange(at, file.Count - at);
                break;
            case 3:
                file.RemoveRange(at, length);
                break;
            case 4:
                file.InsertRange(random.Next(file.Count), file.GetRange(at, length));
                break;
            default:
                var edge = Edges[random.Next(Edges.Length)];
                var over = Math.Min(edge.Length, file.Count - at);
                file.RemoveRange(at, over);
                file.InsertRange(at, edge);
                break;
        }
    }
}
