using GanCluster.Core;
using GanCluster.Core.Hashing;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.Core.Terms;

namespace GanCluster.Cluster.Wire;

/// <summary>Core's small types, written and read alike.</summary>
internal static class CoreCodec
{
    public static void Write(this WireWriter w, AttemptId id)
    {
        w.Text(id.Run.Value, Protocol.LongestName);
        w.Int64(id.Term);
        w.Int64(id.Round);
        w.Int32(id.Attempt);
    }

    public static AttemptId AttemptId(this WireReader r) =>
        new(new RunId(r.Text(Protocol.LongestName)), r.Int64(), r.Int64(), r.Int32());

    public static void Write(this WireWriter w, WorkerId id) => w.Text(id.Value, Protocol.LongestName);

    public static WorkerId WorkerId(this WireReader r) => new(r.Text(Protocol.LongestName));

    public static void Write(this WireWriter w, CoordinatorId id) => w.Text(id.Value, Protocol.LongestAddress);

    public static CoordinatorId CoordinatorId(this WireReader r) => new(r.Text(Protocol.LongestAddress));

    public static void Write(this WireWriter w, RunPosition at)
    {
        w.Int64(at.Step);
        w.Int64(at.Version);
        w.Int64(at.Round);
    }

    public static RunPosition Position(this WireReader r) => new(r.Int64(), r.Int64(), r.Int64());

    public static void Write(this WireWriter w, Hash128 hash)
    {
        w.UInt64(hash.First);
        w.UInt64(hash.Second);
    }

    public static Hash128 Hash(this WireReader r) => new(r.UInt64(), r.UInt64());

    public static void Write(this WireWriter w, Endpoint endpoint)
    {
        w.Text(endpoint.Host, Protocol.LongestName);
        w.Int32(endpoint.Port);
    }

    public static Endpoint Endpoint(this WireReader r) =>
        new(r.Text(Protocol.LongestName), r.Int32Between(0, ushort.MaxValue));

    public static void Write(this WireWriter w, WorkerAddress at)
    {
        w.Write(at.Worker);
        w.Write(at.Data);
    }

    public static WorkerAddress WorkerAddress(this WireReader r) => new(r.WorkerId(), r.Endpoint());

    public static void Write(this WireWriter w, Committed committed)
    {
        w.Write(committed.Id);
        w.Int64(committed.Version);
        w.Int64(committed.Step);
        w.Write(committed.Hash);
    }

    public static int Course(this WireReader r) => r.Int32Between(0, int.MaxValue);

    public static int Every(this WireReader r) => r.Int32Between(0, int.MaxValue);

    public static Committed Committed(this WireReader r) => new(r.AttemptId(), r.Int64(), r.Int64(), r.Hash());

    public static void Write(this WireWriter w, ReplicaRange range)
    {
        w.Int32(range.First);
        w.Int32(range.Count);
    }

    public static ReplicaRange Range(this WireReader r)
    {
        var first = r.Int32Between(0, int.MaxValue);
        return new ReplicaRange(first, r.Int32Between(1, int.MaxValue - first));
    }

    /// <summary>The round, the attempt and the worker are the report's.</summary>
    public static void Write(this WireWriter w, Combined report)
    {
        w.Write(report.Id);
        w.Write(report.Worker);
        w.Write(report.Hash);
        w.List(report.Contributions, Protocol.MostRows, row =>
        {
            w.Int32(row.Replica);
            w.Int64(row.First);
            w.Int64(row.Count);
            w.UInt64(row.Digest);
            w.Text(row.Reads, Protocol.LongestReads);
        });
        w.List(report.Statistics, Protocol.MostRows, s =>
        {
            w.Int32(s.Replica);
            w.Double(s.LossD);
            w.Double(s.LossG);
            w.Double(s.ScoreReal);
            w.Double(s.ScoreFake);
            w.Double(s.NormD);
            w.Double(s.NormG);
            w.Double(s.Drift);
        });
        w.Double(report.ComputeSeconds);
        w.Int64(report.ReplicaSteps);
        w.Int32(report.Every);
    }

    public static Combined Combined(this WireReader r)
    {
        var (id, worker, hash) = (r.AttemptId(), r.WorkerId(), r.Hash());
        return new Combined(
            id,
            worker,
            hash,
            r.List(Protocol.MostRows, () => new Contribution(
                id.Round, r.Int32(), id.Attempt, worker.Value, r.Int64(), r.Int64(), r.UInt64(), r.Text(Protocol.LongestReads))),
            r.List(Protocol.MostRows, () => new ReplicaStatistics(
                r.Int32(), r.Double(), r.Double(), r.Double(), r.Double(), r.Double(), r.Double(), r.Double())),
            r.Double(),
            r.Int64(),
            r.Every());
    }
}
