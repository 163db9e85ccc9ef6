using System.Runtime.InteropServices;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;

namespace GanCluster.Exchange.Tcp;

internal enum FrameKind
{
    /// <summary>A part of one subtree's sum, within the receiver's segment.</summary>
    Slice = 1,

    /// <summary>A part of the sender's segment of the root's sum.</summary>
    Finished = 2,
}

/// <summary>
/// What precedes a frame's floats: 68 bytes, as they lie in memory (both sides are little-endian). Every frame says all about its
/// place, so that a sender may stop after any. Lengths and offsets are in floats.
/// </summary>
/// <param name="Exchange">Counts the exchanges of the attempt from 1.</param>
/// <param name="Replicas">The tree's size.</param>
/// <param name="Level">Of the slice's node.</param>
/// <param name="Nodes">How many slices the sender sends the receiver in this exchange.</param>
/// <param name="Start">Where the segment starts in the vector.</param>
/// <param name="Segment">The segment's length.</param>
/// <param name="Offset">Where this frame starts in the segment.</param>
/// <param name="Length">Of this frame.</param>
/// <param name="Rounded">The tree's: of the vector's first so many floats, over a connection, each has a byte (<see cref="EightBitCode"/>).</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct FrameHeader(
    uint Magic,
    FrameKind Kind,
    long Term,
    long Round,
    int Attempt,
    int Exchange,
    int Replicas,
    int Level,
    int Index,
    int Nodes,
    int Start,
    int Segment,
    int Offset,
    int Length,
    int Rounded)
{
    public const int Size = 68;
    public const uint FrameMagic = 0x32584347; // GCX2

    public TreeNode Node => new(Level, Index);

    /// <summary>How many of the frame's floats, its first ones, are rounded.</summary>
    public int CountRounded() => Math.Max(0, Math.Min(Length, Rounded - Start - Offset));

    public AttemptId Id(RunId run) => new(run, Term, Round, Attempt);

    public void Write(Span<byte> destination) => MemoryMarshal.Write(destination, in this);

    /// <exception cref="InvalidDataException">Its numbers are impossible, whatever they stand for.</exception>
    public static FrameHeader Read(ReadOnlySpan<byte> source, int maxFrame)
    {
        var frame = MemoryMarshal.Read<FrameHeader>(source);
        var possible = frame.Magic == FrameMagic
            && frame.Kind is FrameKind.Slice or FrameKind.Finished
            && frame is { Exchange: > 0, Replicas: > 0 and <= 1 << 30, Nodes: > 0, Start: >= 0, Segment: > 0, Offset: >= 0, Rounded: >= 0 }
            && frame.Segment <= int.MaxValue - frame.Start
            && frame.Length > 0
            && frame.Length <= maxFrame / sizeof(float)
            && frame.Length <= frame.Segment - frame.Offset
            && (frame.Rounded <= frame.Start || (frame.Start + frame.Offset) % EightBits.Block == 0);
        return possible ? frame : throw new InvalidDataException($"a malformed frame: {frame}");
    }
}
