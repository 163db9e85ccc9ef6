using System.Runtime.Serialization;
using GanCluster.Core.Rounds;

namespace GanCluster.Cluster.Wire;

/// <summary>What workers say; the first byte tells which.</summary>
internal static class EventCodec
{
    private enum Kind : byte
    {
        Joined = 1,
        Lost = 2,
        Progress = 3,
        Broken = 4,
        NotFinite = 5,
    }

    public static void Write(WireWriter w, WorkerEvent message)
    {
        switch (message.Event)
        {
            case WorkerJoined joined:
                w.Byte((byte)Kind.Joined);
                w.Write(joined.Worker);
                w.Int64(joined.Step);
                break;
            case WorkerLost lost:
                w.Byte((byte)Kind.Lost);
                w.Write(lost.Worker);
                w.Reason(lost.Reason);
                break;
            case RoundProgress progress:
                w.Byte((byte)Kind.Progress);
                w.Write(progress.Id);
                w.Write(progress.Worker);
                w.Int32(progress.StepsDone);
                break;
            case ExchangeBroken broken:
                w.Byte((byte)Kind.Broken);
                Write(w, broken);
                break;
            case NotFinite diverged:
                w.Byte((byte)Kind.NotFinite);
                Write(w, diverged);
                break;
            default:
                throw new ArgumentException($"no code for {message.Event}", nameof(message));
        }
    }

    public static WorkerEvent Read(WireReader r) => new((Kind)r.Byte() switch
    {
        Kind.Joined => new WorkerJoined(r.WorkerId(), r.Int64()),
        Kind.Lost => new WorkerLost(r.WorkerId(), r.Reason()),
        Kind.Progress => new RoundProgress(r.AttemptId(), r.WorkerId(), r.Int32()),
        Kind.Broken => new ExchangeBroken(
            r.AttemptId(), r.WorkerId(), r.Int64(), r.Reason(), r.Boolean() ? r.WorkerId() : null),
        Kind.NotFinite => new NotFinite(r.AttemptId(), r.WorkerId(), Divergence(r)),
        var other => throw new SerializationException($"malformed message: event {other}"),
    });

    private static void Write(WireWriter w, NotFinite diverged)
    {
        w.Write(diverged.Id);
        w.Write(diverged.Worker);
        w.Int64(diverged.Where.Step);
        w.Boolean(diverged.Where.Network == NetworkKind.Generator);
        w.Boolean(diverged.Where.Part == DivergedPart.Weights);
        w.Boolean(diverged.Where.Replica is not null);
        if (diverged.Where.Replica is { } replica)
        {
            w.Int32(replica);
        }
    }

    private static Divergence Divergence(WireReader r) => new(
        r.Int64(),
        r.Boolean() ? NetworkKind.Generator : NetworkKind.Discriminator,
        r.Boolean() ? DivergedPart.Weights : DivergedPart.Gradient,
        r.Boolean() ? r.Int32Between(0, int.MaxValue) : null);

    private static void Write(WireWriter w, ExchangeBroken broken)
    {
        w.Write(broken.Id);
        w.Write(broken.Worker);
        w.Int64(broken.Step);
        w.Reason(broken.Reason);
        w.Boolean(broken.Suspect is not null);
        if (broken.Suspect is { } suspect)
        {
            w.Write(suspect);
        }
    }
}
