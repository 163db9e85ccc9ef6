using System.Collections.Immutable;
using System.Runtime.Serialization;
using GanCluster.Core.Rounds;

namespace GanCluster.Cluster.Wire;

/// <summary>Orders to workers; the first byte tells which.</summary>
internal static class OrderCodec
{
    private enum Kind : byte
    {
        Assign = 1,
        Commit = 2,
        Fence = 3,
        Load = 4,
    }

    public static void Write(WireWriter w, WorkerOrder message)
    {
        w.Write(message.Worker);
        w.List(message.Where, Protocol.MostWorkers, at =>
        {
            w.Write(at.Worker);
            w.Write(at.Data);
        });
        switch (message.Order)
        {
            case RoundAssignment assignment:
                w.Byte((byte)Kind.Assign);
                Write(w, assignment, message.Where);
                break;
            case Committed committed:
                w.Byte((byte)Kind.Commit);
                w.Write(committed);
                break;
            case AttemptFenced fenced:
                w.Byte((byte)Kind.Fence);
                w.Write(fenced.Id);
                w.Reason(fenced.Reason);
                break;
            case LoadVersion load:
                w.Byte((byte)Kind.Load);
                w.Int64(load.Step);
                w.Write(load.Source);
                break;
            default:
                throw new ArgumentException($"no code for {message.Order}", nameof(message));
        }
    }

    public static WorkerOrder Read(WireReader r)
    {
        var worker = r.WorkerId();
        var where = r.List(Protocol.MostWorkers, () => new WorkerAddress(r.WorkerId(), r.Endpoint()));
        IWorkerOrder order = (Kind)r.Byte() switch
        {
            Kind.Assign => Assignment(r, where),
            Kind.Commit => r.Committed(),
            Kind.Fence => new AttemptFenced(r.AttemptId(), r.Reason()),
            Kind.Load => new LoadVersion(r.Int64(), r.WorkerId()),
            var other => throw new SerializationException($"malformed message: order {other}"),
        };
        return new WorkerOrder(worker, order, where);
    }

    /// <summary>The participants are the workers of the addresses, in that order, and not written twice.</summary>
    private static void Write(WireWriter w, RoundAssignment assignment, ImmutableArray<WorkerAddress> where)
    {
        if (!assignment.Participants.SequenceEqual(where.Select(at => at.Worker)))
        {
            throw new ArgumentException("the addresses are not the participants'", nameof(where));
        }

        w.Write(assignment.Id);
        w.Int64(assignment.Version);
        w.Int64(assignment.Steps.First);
        w.Int32(assignment.Steps.Count);
        w.List(assignment.Ranges, Protocol.MostRanges, w.Write);
        w.Boolean(assignment.Last is not null);
        if (assignment.Last is { } last)
        {
            w.Write(last);
        }
    }

    private static RoundAssignment Assignment(WireReader r, ImmutableArray<WorkerAddress> where) => new(
        r.AttemptId(),
        r.Int64(),
        new StepSpan(r.Int64(), r.Int32Between(1, int.MaxValue)),
        r.List(Protocol.MostRanges, r.Range),
        [.. where.Select(at => at.Worker)],
        r.Boolean() ? r.Committed() : null);
}
