using GanCluster.Core;

namespace GanCluster.Node.Options;

/// <summary>Where nodes are reached, one or several; equal if the same are in the same order.</summary>
internal sealed record EndpointList(IReadOnlyList<Endpoint> At)
{
    /// <returns>Null if it is not HOST:PORT, or several with commas between.</returns>
    internal static EndpointList? Parse(string text)
    {
        var at = text.Split(',').Select(Endpoint.Parse).ToList();
        return at.Contains(null) ? null : new EndpointList(at!);
    }

    public bool Equals(EndpointList? other) => other is not null && At.SequenceEqual(other.At);

    public override int GetHashCode() => At.Aggregate(0, HashCode.Combine);

    public override string ToString() => string.Join(",", At);
}

/// <summary>Where a worker node joins.</summary>
/// <param name="At">Null: the first line of standard input says.</param>
internal sealed record JoinPoint(EndpointList? At)
{
    /// <returns>Null if it is neither a list of HOST:PORT nor a dash.</returns>
    internal static JoinPoint? Parse(string text) =>
        text == "-" ? new JoinPoint(At: null) : EndpointList.Parse(text) is { } at ? new JoinPoint(at) : null;
}
