using GanCluster.Core.Sums;

namespace GanCluster.Exchange.Tcp;

/// <summary>Vectors of which one peer gets a segment.</summary>
/// <param name="Plan">The header that all its frames share; its offset, length and node are each frame's own.</param>
/// <param name="Vectors">Whole ones; the segment is cut out of each.</param>
/// <param name="Go">Asked before every frame: false once the attempt is broken.</param>
/// <param name="Done">Called once, when none of the vectors is read any more.</param>
internal sealed record Shipment(FrameHeader Plan, IReadOnlyList<PartialSum> Vectors, Func<bool> Go, Action Done);
