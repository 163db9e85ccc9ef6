namespace GanCluster.Training.Images;

/// <summary>8-bit pixels, rows from the top, channels interleaved: 1 (grey) or 3 (RGB).</summary>
public sealed record PixelImage(int Width, int Height, int Channels, byte[] Pixels);
