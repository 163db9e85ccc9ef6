using System.Collections.Immutable;
using GanCluster.Core.Rounds;
using GanCluster.Core.Terms;

namespace GanCluster.Simulation;

/// <summary>What one of several coordinators takes over, and how the others get the versions of its checks.</summary>
internal sealed partial class SimulatedOffice
{
    /// <summary>A node, perhaps this one, has the version of a check on its disk.</summary>
    public void Held(CoordinatorId by, int course, long step) => IfOpen(() =>
    {
        if (_check is { } check && (check.Course, check.Step) == (course, step) && check.Holders.Add(by)
            && check.Holders.Count > _world.Coordinators.Length / 2)
        {
            _check = null;
            Handle(new CheckHeld(course, step));
        }
    });

    private bool IsOneOfSeveral => _world.Coordinators.Length > 1;

    private RunState TakeOver(ImmutableList<JournalRow> rows)
    {
        (Copy, CopyCourse) = (_node.Journal.Copy, _node.Journal.CopyCourse);
        return RunState.TakingOffice(_world.Clock.Now, Number, [.. rows.Select(row => row.Version)], Copy.At);
    }

    /// <summary>From the newest version of the run's course that the node has.</summary>
    private RunState TakeOver(JournalledRun run)
    {
        var (journal, options) = (_node.Journal, _world.Case.Options);
        Healthy = (run.Checks.HealthyStep == 0 ? 0 : journal.Find(run.HealthyCourse, run.Course, run.Checks.HealthyStep) ?? 0,
            run.Checks.HealthyStep);
        Checkpoint = run.Course > 0 && run.Rounds.IsEmpty ? (run.Course, run.Begins.Step) : null;
        _again = [.. run.Unjudged(options).Select(step => (run.Course, step))];
        var versions = run.Needed(options)
            .Select(needed => (Weights: journal.Find(needed.Course, run.Course, needed.Step)!.Value, At: run.PositionOf(needed.Step)))
            .Where(version => version.At is not null).Select(version => (version.Weights, version.At!.Value));
        (Copy, CopyCourse) = (versions.Append(run.Has(journal.Copy.At, journal.CopyCourse) ? journal.Copy : (0, run.Begins))
            .MaxBy(version => version.Item2.Step), run.Course);
        return run.TakeOffice(_world.Clock.Now, Number, Copy.At, options);
    }

    /// <summary>Tells the others of a check's version, again and again, until a majority has it.</summary>
    private void Spread(int course, long step, long weights)
    {
        if (!IsOneOfSeveral)
        {
            return;
        }

        StrikeSoon(outOf: 4);
        var check = new CheckCopy(course, step);
        _check = check;
        _node.Later(_world.Seconds(0, _world.Case.LongestRecording), () =>
        {
            _node.Journal.Keep(course, step, weights);
            Held(_node.Id, course, step);
        });
        Tell();

        void Tell() => IfOpen(() =>
        {
            foreach (var other in _world.Coordinators.Where(c => _check == check && c != _node))
            {
                _world.Network.Between(_node.Number, other.Number, () => other.Offered(this, course, step, weights));
            }

            if (_check == check)
            {
                _node.Later(TimeSpan.FromSeconds(1), Tell);
            }
        });
    }

    private sealed record CheckCopy(int Course, long Step)
    {
        public HashSet<CoordinatorId> Holders { get; } = [];
    }
}
