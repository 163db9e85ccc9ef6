namespace GanCluster.Core.Noise;

/// <summary>
/// Logarithm, sine and cosine with the same bits on every machine: made only of operations that IEEE 754 fixes.
/// Math.Log, Math.Sin and Math.Cos are the platform's C library and differ in the last bit between platforms.
/// </summary>
public static class PortableMath
{
    private const double Ln2 = 0.693147180559945309417232;
    private const long SqrtHalfBits = 0x3FE6A09E667F3BCD;
    private const double RadiansPerUnit = 2 * Math.PI / 18446744073709551616.0;

    /// <summary>
    /// Natural logarithm of a positive, normal, finite number, within 1e-15 relative:
    /// x = 2^e m, m in [sqrt(1/2), sqrt(2)), and log m = 2 artanh((m - 1) / (m + 1)) by its power series.
    /// </summary>
    public static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (bits - SqrtHalfBits) >> 52;
        var m = BitConverter.Int64BitsToDouble(bits - (exponent << 52));
        var s = (m - 1) / (m + 1);
        var z = s * s;
        var series = 1.0 / 19;
        series = Math.FusedMultiplyAdd(series, z, 1.0 / 17);
        series = Math.FusedMultiplyAdd(series, z, 1.0 / 15);
        series = Math.FusedMultiplyAdd(series, z, 1.0 / 13);
        series = Math.FusedMultiplyAdd(series, z, 1.0 / 11);
        series = Math.FusedMultiplyAdd(series, z, 1.0 / 9);
        series = Math.FusedMultiplyAdd(series, z, 1.0 / 7);
        series = Math.FusedMultiplyAdd(series, z, 1.0 / 5);
        series = Math.FusedMultiplyAdd(series, z, 1.0 / 3);
        var twice = s + s;
        return (exponent * Ln2) + (twice + (twice * (series * z)));
    }

    /// <summary>
    /// Sine and cosine of 2 pi <paramref name="fraction"/> / 2^64, within 1e-15 relative. The reduction to an eighth of a
    /// turn either side of the nearest quarter is exact, in integers; Taylor series do the rest.
    /// </summary>
    public static (double Sin, double Cos) SinCosOfTurn(ulong fraction)
    {
        var quarter = (fraction + (1UL << 61)) >> 62;
        var angle = (long)(fraction - (quarter << 62)) * RadiansPerUnit;
        var (sin, cos) = Near0(angle);

        // Which quarter it is can't be predicted: an odd one swaps the two, and bits choose the signs, without a branch.
        var sinBits = BitConverter.DoubleToUInt64Bits(sin);
        var cosBits = BitConverter.DoubleToUInt64Bits(cos);
        var swap = (sinBits ^ cosBits) & (0 - (quarter & 1));
        sinBits ^= swap ^ ((quarter & 2) << 62);
        cosBits ^= swap ^ (((quarter + 1) & 2) << 62);
        return (BitConverter.UInt64BitsToDouble(sinBits), BitConverter.UInt64BitsToDouble(cosBits));
    }

    // |angle| <= pi / 4: the first term left out is below 1e-16 of the result.
    private static (double Sin, double Cos) Near0(double angle)
    {
        var z = angle * angle;
        var sin = -1.0 / 1307674368000;
        sin = Math.FusedMultiplyAdd(sin, z, 1.0 / 6227020800);
        sin = Math.FusedMultiplyAdd(sin, z, -1.0 / 39916800);
        sin = Math.FusedMultiplyAdd(sin, z, 1.0 / 362880);
        sin = Math.FusedMultiplyAdd(sin, z, -1.0 / 5040);
        sin = Math.FusedMultiplyAdd(sin, z, 1.0 / 120);
        sin = Math.FusedMultiplyAdd(sin, z, -1.0 / 6);
        var cos = 1.0 / 20922789888000;
        cos = Math.FusedMultiplyAdd(cos, z, -1.0 / 87178291200);
        cos = Math.FusedMultiplyAdd(cos, z, 1.0 / 479001600);
        cos = Math.FusedMultiplyAdd(cos, z, -1.0 / 3628800);
        cos = Math.FusedMultiplyAdd(cos, z, 1.0 / 40320);
        cos = Math.FusedMultiplyAdd(cos, z, -1.0 / 720);
        cos = Math.FusedMultiplyAdd(cos, z, 1.0 / 24);
        cos = Math.FusedMultiplyAdd(cos, z, -0.5);
        return (angle + (angle * (z * sin)), 1 + (z * cos));
    }
}
