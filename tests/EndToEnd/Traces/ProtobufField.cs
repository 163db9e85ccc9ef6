namespace GanCluster.EndToEnd.Tests.Traces;

/// <summary>A field of a protobuf message as it lies in the bytes.</summary>
/// <param name="Bytes">Of a text, bytes or a message; else empty.</param>
/// <param name="Value">Of a number, in its bits; else 0.</param>
internal readonly record struct ProtobufField(int Number, byte[] Bytes, ulong Value)
{
    internal static IEnumerable<byte[]> Messages(byte[] message, int number) =>
        All(message).Where(field => field.Number == number).Select(field => field.Bytes);

    internal static IEnumerable<ProtobufField> All(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    yield return new ProtobufField(number, [], Varint(message, ref at));
                    break;
                case 1:
                    yield return new ProtobufField(number, [], BitConverter.ToUInt64(message, at));
                    at += sizeof(ulong);
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    yield return new ProtobufField(number, message[at..(at + length)], 0);
                    at += length;
                    break;
                case 5:
                    yield return new ProtobufField(number, [], BitConverter.ToUInt32(message, at));
                    at += sizeof(uint);
                    break;
                case var other:
                    throw new InvalidDataException($"wire type {other} of field {number}");
            }
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0ul;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
