namespace GanCluster.Core.Noise;

/// <summary>Turns one Philox block into four values.</summary>
internal interface IFourValues
{
    static abstract void Write(PhiloxBlock words, Span<float> four);
}

/// <summary>Element n of a stream is value n % 4 of block n / 4, so that any split of a range gives the same values.</summary>
internal static class BlockFill<T>
    where T : struct, IFourValues
{
    public static void Fill(ulong seed, NoiseStream stream, ulong first, Span<float> values)
    {
        Span<float> four = stackalloc float[4];
        var block = first >> 2;
        var lane = (int)(first & 3);
        while (!values.IsEmpty)
        {
            var words = Philox.Block(seed, stream, block++);
            if (lane == 0 && values.Length >= 4)
            {
                T.Write(words, values);
                values = values[4..];
                continue;
            }

            T.Write(words, four);
            var part = four[lane..Math.Min(4, lane + values.Length)];
            part.CopyTo(values);
            values = values[part.Length..];
            lane = 0;
        }
    }
}
