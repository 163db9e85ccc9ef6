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
        var other => throw new SerializationException($"malformed message: event {other}"),
    });

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
