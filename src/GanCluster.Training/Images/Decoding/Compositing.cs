namespace GanCluster.Training.Images.Decoding;

/// <summary>Lays what is transparent over a colour, in whole numbers.</summary>
internal static class Compositing
{
    /// <param name="rgba">Not premultiplied; left with the composited colours, and with the opacities as they were.</param>
    /// <returns>Whether anything was transparent.</returns>
    public static bool Over(Rgb background, Span<byte> rgba)
    {
        var wasTransparent = false;
        for (var i = 0; i + 3 < rgba.Length; i += 4)
        {
            int opacity = rgba[i + 3];
            if (opacity == 255)
            {
                continue;
            }

            wasTransparent = true;
            rgba[i] = Mix(rgba[i], background.R, opacity);
            rgba[i + 1] = Mix(rgba[i + 1], background.G, opacity);
            rgba[i + 2] = Mix(rgba[i + 2], background.B, opacity);
        }

        return wasTransparent;
    }

    /// <summary>To the nearest; a half can't be, for 255 is odd.</summary>
    private static byte Mix(byte above, byte below, int opacity) =>
        (byte)(((above * opacity) + (below * (255 - opacity)) + 127) / 255);
}
