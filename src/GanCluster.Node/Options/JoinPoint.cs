using GanCluster.Core;

namespace GanCluster.Node.Options;

/// <summary>Where a worker node joins.</summary>
/// <param name="At">Null: the first line of standard input says.</param>
internal sealed record JoinPoint(Endpoint? At)
{
    /// <returns>Null if it is neither HOST:PORT nor a dash.</returns>
    internal static JoinPoint? Parse(string text) =>
        text == "-" ? new JoinPoint(At: null) : Endpoint.Parse(text) is { } at ? new JoinPoint(at) : null;
}
