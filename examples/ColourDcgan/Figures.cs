using GanCluster.Training.Data;

namespace ColourDcgan;

/// <summary>
/// Images of 32 x 32 with one figure in one of six colours on one of four grounds; the label says which kind of figure. Every
/// seventh is held out.
/// </summary>
internal sealed class Figures(bool heldOut = false) : IDataSet
{
    /// <summary>Disc, square, diamond and ring.</summary>
    public const int Kinds = 4;

    private const int Side = 32;
    private const int All = Kinds * 6 * 4 * 4 * 4 * 4;
    private const int HeldOutCount = (All + 6) / 7;

    private static readonly float[][] Colours =
    [
        [0.9f, -0.6f, -0.7f], [-0.7f, 0.7f, -0.5f], [-0.6f, -0.3f, 0.9f], [0.9f, 0.8f, -0.7f], [0.8f, -0.5f, 0.8f], [0.9f, 0.9f, 0.9f],
    ];

    private static readonly float[][] Grounds =
        [[-0.9f, -0.9f, -0.9f], [-0.8f, -0.7f, -0.3f], [-0.4f, -0.6f, -0.8f], [-0.8f, -0.4f, -0.6f]];

    public long Count => heldOut ? HeldOutCount : All - HeldOutCount;

    public IReadOnlyList<long> Shape { get; } = [3, Side, Side];

    public int Classes => Kinds;

    public IDataSet? HeldOut => heldOut ? null : new Figures(heldOut: true);

    public int LabelOf(long index) => (int)(NumberOf(index) % Kinds);

    public void Copy(long index, Span<float> sample)
    {
        var number = NumberOf(index);
        var (kind, colour, ground) = (number % Kinds, Colours[number / 4 % 6], Grounds[number / 24 % 4]);
        var (x, y, radius) = (11 + (number / 96 % 4 * 3), 11 + (number / 384 % 4 * 3), 5 + (number / 1536 * 1.5f));
        for (var i = 0; i < Side * Side; i++)
        {
            var share = Share(kind, ((i % Side) - x) / radius, ((i / Side) - y) / radius);
            for (var channel = 0; channel < 3; channel++)
            {
                sample[(channel * Side * Side) + i] = ground[channel] + (share * (colour[channel] - ground[channel]));
            }
        }
    }

    private long NumberOf(long index) => heldOut ? index * 7 : (index / 6 * 7) + (index % 6) + 1;

    /// <summary>1 inside, 0 outside, with a soft edge at a distance of 1: by + - * / alone, which have the same bits on every
    /// machine.</summary>
    private static float Share(long kind, float dx, float dy)
    {
        var (across, down) = (Math.Abs(dx), Math.Abs(dy));
        var distance = kind switch
        {
            0 => (dx * dx) + (dy * dy),
            1 => Math.Max(across, down) * Math.Max(across, down) * 1.3f,
            2 => (across + down) * (across + down) * 0.7f,
            _ => (((dx * dx) + (dy * dy)) - 0.7f) * 2.5f,
        };
        var power = distance * distance * distance * distance;
        return 1 / (1 + (power * power));
    }
}
