using System.Runtime.CompilerServices;

namespace GanCluster.Simulation;

/// <summary>What a check says if it does not hold. A case makes thousands of checks and mostly all of them hold: to put every
/// one's text together took an eighth of the simulation's time.</summary>
[InterpolatedStringHandler]
internal ref struct ViolationText
{
    private DefaultInterpolatedStringHandler _text;

    public ViolationText(int literalLength, int formattedCount, bool holds, out bool isSaid)
    {
        isSaid = !holds;
        _text = isSaid ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    /// <summary>Once.</summary>
    public string Take() => _text.ToStringAndClear();
}
