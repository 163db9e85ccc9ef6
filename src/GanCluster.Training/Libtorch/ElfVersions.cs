using System.Buffers.Binary;
using System.Text;

namespace GanCluster.Training.Libtorch;

/// <summary>
/// What a shared library (ELF, 64 bit, little-endian) asks of the versions of its libraries' symbols: section
/// <c>.gnu.version_r</c> of the Linux Standard Base's "Symbol Versioning".
/// </summary>
internal static class ElfVersions
{
    private const uint GnuVersionNeeds = 0x6ffffffe;
    private const int Weak = 2;

    /// <summary>
    /// Marks a required version weak, so that the loader goes on without it. Sets one bit; a file that is no such library, or
    /// that is cut off, stays as it is.
    /// </summary>
    /// <returns>Whether the version was required and is weak now.</returns>
    internal static bool Weaken(Span<byte> file, string version)
    {
        foreach (var flags in FlagsOf(file, Hash(version)))
        {
            if ((file[flags] & Weak) == 0)
            {
                file[flags] |= Weak;
                return true;
            }
        }

        return false;
    }

    /// <summary>The System V ABI's hash of a symbol's or a version's name.</summary>
    internal static uint Hash(string name)
    {
        uint hash = 0;
        foreach (var letter in Encoding.ASCII.GetBytes(name))
        {
            hash = (hash << 4) + letter;
            var high = hash & 0xf0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }

    /// <summary>Where the flags of each requirement of that version are.</summary>
    private static List<int> FlagsOf(ReadOnlySpan<byte> file, uint hash)
    {
        List<int> found = [];
        if (!file.StartsWith("\u007fELF\u0002\u0001"u8) || file.Length < 64)
        {
            return found;
        }

        var (sections, size, count) = (Long(file, 40), Short(file, 58), Short(file, 60));
        for (var i = 0; i < count; i++)
        {
            var section = sections + (i * size);
            if (Fits(file, section, 64) && Word(file, section + 4) == GnuVersionNeeds)
            {
                Search(file, Long(file, section + 24), Word(file, section + 44), hash, found);
            }
        }

        return found;
    }

    private static void Search(ReadOnlySpan<byte> file, long need, uint needs, uint hash, List<int> found)
    {
        for (var n = 0u; n < needs && Fits(file, need, 16); n++)
        {
            var auxiliary = need + Word(file, need + 8);
            var auxiliaries = Short(file, need + 2);
            for (var a = 0; a < auxiliaries && Fits(file, auxiliary, 16); a++)
            {
                if (Word(file, auxiliary) == hash)
                {
                    found.Add((int)auxiliary + 4);
                }

                auxiliary += Word(file, auxiliary + 12);
            }

            need += Word(file, need + 12);
        }
    }

    private static bool Fits(ReadOnlySpan<byte> file, long at, int length) => at >= 0 && at <= file.Length - length;

    private static ushort Short(ReadOnlySpan<byte> file, long at) => BinaryPrimitives.ReadUInt16LittleEndian(file[(int)at..]);

    private static uint Word(ReadOnlySpan<byte> file, long at) => BinaryPrimitives.ReadUInt32LittleEndian(file[(int)at..]);

    private static long Long(ReadOnlySpan<byte> file, long at) => BinaryPrimitives.ReadInt64LittleEndian(file[(int)at..]);
}
