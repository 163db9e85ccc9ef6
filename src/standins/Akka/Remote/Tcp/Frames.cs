using System.Buffers.Binary;

namespace Akka.Remote.Tcp;

/// <summary>Four bytes of length, big-endian, then the frame.</summary>
internal static class Frames
{
    public const int HeaderLength = sizeof(int);

    public static void WriteHeader(Span<byte> header, int length) => BinaryPrimitives.WriteInt32BigEndian(header, length);

    /// <exception cref="InvalidDataException">The length is refused; nothing has been allocated for it.</exception>
    public static byte[] Read(Stream stream, int maximum)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        stream.ReadExactly(header);
        int length = BinaryPrimitives.ReadInt32BigEndian(header);
        if (length <= 0 || length > maximum)
        {
            throw new InvalidDataException($"a frame of {(uint)length} bytes, the maximum is {maximum}");
        }
        byte[] frame = new byte[length];
        stream.ReadExactly(frame);
        return frame;
    }

    public static void Write(Stream stream, byte[] frame)
    {
        byte[] whole = new byte[HeaderLength + frame.Length];
        WriteHeader(whole, frame.Length);
        frame.CopyTo(whole, HeaderLength);
        stream.Write(whole);
        stream.Flush();
    }
}
