namespace GanCluster.Training.Data;

/// <summary>An even mixture of isotropic Gaussians in the plane, as VEEGAN and PacGAN measure with.</summary>
public sealed record MixtureSpec(string Name, IReadOnlyList<(float X, float Y)> Means, float Sigma)
{
    /// <summary>Networks see samples divided by this: the means then lie in [-2, 2].</summary>
    public float Scale { get; } = Means.Max(mean => MathF.Max(MathF.Abs(mean.X), MathF.Abs(mean.Y))) / 2;

    /// <summary>
    /// (cos, sin) of 2 pi i / 8, PacGAN's ring of eight distinct means; written out, as library cosines differ between machines.
    /// </summary>
    public static MixtureSpec Ring8 { get; } = new("ring8", RingMeans(), 0.01f);

    public static MixtureSpec Grid25 { get; } = new("grid25", GridMeans([-4, -2, 0, 2, 4]), 0.05f);

    public static MixtureSpec Gaussians100 { get; } = new(
        "gaussians100", GridMeans([-4.5f, -3.5f, -2.5f, -1.5f, -0.5f, 0.5f, 1.5f, 2.5f, 3.5f, 4.5f]), 0.03f);

    public static IReadOnlyList<MixtureSpec> All { get; } = [Ring8, Grid25, Gaussians100];

    /// <summary>The mixture of that name, or null.</summary>
    public static MixtureSpec? Find(string name) => All.FirstOrDefault(m => m.Name == name);

    private static (float X, float Y)[] RingMeans()
    {
        var half = MathF.Sqrt(0.5f);
        return [(1, 0), (half, half), (0, 1), (-half, half), (-1, 0), (-half, -half), (0, -1), (half, -half)];
    }

    private static (float X, float Y)[] GridMeans(float[] axis) => [.. axis.SelectMany(x => axis.Select(y => (x, y)))];
}
