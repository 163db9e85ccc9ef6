using GanCluster.Core.Health;
using GanCluster.Core.Rounds;

namespace GanCluster.Simulation;

/// <summary>From which other version a run may go on.</summary>
internal sealed partial class ProtocolChecker
{
    /// <summary>The run goes on from another version than that of the last commit.</summary>
    public void OnMove(SimulatedOffice by)
    {
        if (by.Number < _office)
        {
            return;
        }

        var state = by.State;
        var (to, copied) = (state.Position, by.Copy.At.Step);
        if (to.Step < _step)
        {
            world.Exercised.WentBack++;
            var holder = state.Alive.FirstOrDefault(w => (w.Course, w.Step) == (_course, _step) && !w.Leaving);
            Check(holder is null, $"the run went back from step {_step}, which {holder?.Id} holds, to {to.Step}");
            Check(to.Step >= copied, $"the run went back to step {to.Step} beyond the copy of step {copied}");
        }
        else
        {
            world.Exercised.WentForward++;
        }

        Check(
            to.Step == copied || _everCommitted.GetValueOrDefault(to.Step) == (to.Version, to.Round),
            $"the run went to step {to.Step} as version {to.Version} before round {to.Round}, which nobody had committed");
        (_version, _step, _holders, _loaded, _committed) = (to.Version, to.Step, [], [], null);
    }

    /// <summary>The run goes on from the version of a healthy check, in another course.</summary>
    /// <param name="healthy">What the coordinator has of it.</param>
    public void OnRollBack(Decision.RollBack rollBack, long from, (long Weights, long Step) healthy, SimulatedOffice by)
    {
        var to = rollBack.To;
        var journals = CountJournals(
            row => row.Entry is HealthEntry.RolledBack && (row.Course, row.After) == (rollBack.Course, to));
        Check(
            journals >= Majority || world.Coordinators.Length == 1,
            $"the run rolled back to step {to.Step}, and {journals} of {world.Coordinators.Length} journals have it");
        Check(healthy.Step == to.Step, $"the run rolled back to step {to.Step}, and the coordinator has that of step {healthy.Step}");
        OnCopy(healthy.Weights, healthy.Step, rollBack.Course);
        if (by.Number >= _office)
        {
            GoBack(to, from);
        }
    }

    private void GoBack(RunPosition to, long from)
    {
        world.Exercised.RolledBack++;
        var quiet = _course < _quiet.RollBacks.Count ? _quiet.RollBacks[_course] : ((long?)null, -1);
        Check(
            to.Step == quiet.To && (quiet.From ?? from) == from,
            $"the run rolled back from step {from} to {to.Step}, and the quiet run from {quiet.From} to {quiet.To}");
        _course++;
        _rounds.RemoveAll(round => round.FirstStep >= to.Step);
        foreach (var step in _everCommitted.Keys.Where(step => step >= to.Step).ToList())
        {
            _everCommitted.Remove(step);
        }

        _everCommitted[to.Step] = (to.Version, to.Round);
        _positions.Add(to);
        _begins = to.Step;
        (_version, _step, _furthest, _holders, _loaded, _committed) = (to.Version, to.Step, to.Step, [], [], null);
    }
}
