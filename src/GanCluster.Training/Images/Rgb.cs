using System.Globalization;

namespace GanCluster.Training.Images;

/// <summary>A colour of 8 bits a channel.</summary>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    public static Rgb White { get; } = new(255, 255, 255);

    /// <param name="text">As <c>#rrggbb</c>.</param>
    public static bool TryParse(string text, out Rgb colour)
    {
        var isColour = text is ['#', _, _, _, _, _, _]
            & int.TryParse(text.AsSpan(Math.Min(1, text.Length)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits);
        colour = isColour ? new Rgb((byte)(bits >> 16), (byte)(bits >> 8), (byte)bits) : default;
        return isColour;
    }

    public override string ToString() => $"#{R:x2}{G:x2}{B:x2}";
}
