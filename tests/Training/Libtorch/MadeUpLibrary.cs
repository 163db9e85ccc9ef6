using System.Buffers.Binary;
using GanCluster.Training.Libtorch;

namespace GanCluster.Training.Tests.Libtorch;

/// <summary>A file with an ELF header, a section of another type, and one of required versions: two files, two of each.</summary>
internal static class MadeUpLibrary
{
    private const int Sections = 64;
    private const int Needs = Sections + (2 * 64);
    private const int Entry = 16;

    /// <summary>Where the flags of the last of the four are.</summary>
    internal const int LastFlags = Needs + (5 * Entry) + 4;

    internal static byte[] Requiring(params string[] versions)
    {
        var file = new byte[Needs + (6 * Entry)];
        "\u007fELF\u0002\u0001"u8.CopyTo(file);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(40), Sections);
        Short(file, 58, 64);
        Short(file, 60, 2);
        Word(file, Sections + 4, 3);
        Word(file, Sections + 64 + 4, 0x6ffffffe);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(Sections + 64 + 24), Needs);
        Word(file, Sections + 64 + 44, 2);
        for (var need = 0; need < 2; need++)
        {
            var at = Needs + (need * 3 * Entry);
            Short(file, at + 2, 2);
            Word(file, at + 8, Entry);
            Word(file, at + 12, need == 0 ? 3u * Entry : 0);
            for (var version = 0; version < 2; version++)
            {
                var auxiliary = at + ((1 + version) * Entry);
                Word(file, auxiliary, ElfVersions.Hash(versions[(2 * need) + version]));
                Word(file, auxiliary + 12, version == 0 ? (uint)Entry : 0);
            }
        }

        return file;
    }

    private static void Short(byte[] file, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);

    private static void Word(byte[] file, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);
}
