using GanCluster.Core;
using GanCluster.Training.Images;
using GanCluster.Training.Images.Scaling;

namespace GanCluster.Training.Data;

/// <summary>To what images are brought.</summary>
/// <param name="Background">What shows where an image is transparent, and what <see cref="ImageFit.Pad"/> fills with.</param>
public sealed record ImageTerms(int Height, int Width, ImageFit Fit, Rgb Background)
{
    public const int MaxSide = 4096;

    /// <exception cref="UserInputException">A side is out of bounds.</exception>
    internal void Check()
    {
        if (Height is <= 0 or > MaxSide || Width is <= 0 or > MaxSide)
        {
            throw new UserInputException($"images of {Height} x {Width} pixels are asked for: give sides from 1 to {MaxSide}");
        }
    }

    public override string ToString() => $"{Height} x {Width}, {Fit}, {Background}";
}
