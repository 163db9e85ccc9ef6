namespace GanCluster.Training.Trials;

/// <summary>What a trial found of a program's own modules.</summary>
/// <param name="IsRefusal">Whether no run can be had with them.</param>
/// <param name="Line">What, where, and the fix.</param>
public sealed record Finding(bool IsRefusal, string Line)
{
    internal static Finding Refusal(string line) => new(true, line);

    internal static Finding Warning(string line) => new(false, line);
}
