using GanCluster.Core.Hashing;
using GanCluster.Core.Health;
using GanCluster.Core.Runs;
using GanCluster.Core.Sums;
using GanCluster.Core.Rounds;

namespace GanCluster.Simulation;

/// <summary>
/// What a case's run computes when nothing disturbs it: all replicas on one worker, step after step, each check judged at once. Its
/// roll-backs are told here by themselves, and not by the rules that are tried.
/// </summary>
internal sealed class QuietRun
{
    private readonly Dictionary<(int Course, long Step), Hash128> _hashes = [];
    private readonly Dictionary<long, long> _healthy = new() { [0] = 0 };
    private readonly List<(long? From, long To)> _rollBacks = [];
    private readonly HashSet<(int Course, long Step)> _ends = [];
    private readonly SimulationCase _case;

    public QuietRun(SimulationCase simulated)
    {
        _case = simulated;
        Compute();
    }

    /// <summary>From which step each went to which; from null where numbers ended.</summary>
    public IReadOnlyList<(long? From, long To)> RollBacks => _rollBacks;

    /// <summary>It would have had to roll back once too often.</summary>
    public bool IsExhausted { get; private set; }

    public bool Has(int course, long step, Hash128 hash) => _hashes.TryGetValue((course, step), out var right) && right == hash;

    /// <summary>Whether a round of a run whose K follows the drift ends at the step.</summary>
    public bool Ends(int course, long step) => _ends.Contains((course, step));

    private bool Acts => _case.Options.Health.OnAlarm == AlarmAction.Rollback;

    private void Compute()
    {
        var (course, step, weights, begins, newest) = (0, 0L, 0L, 0L, HealthCondition.Healthy);
        var (healthy, end) = (0L, 0L);
        Note();
        while (true)
        {
            if (Acts && step != begins && _case.IsCheck(step))
            {
                if (newest == HealthCondition.Alarm)
                {
                    if (!GoBack(step))
                    {
                        return;
                    }

                    continue;
                }

                newest = _case.VerdictAt(course, step);
                (healthy, _healthy[step]) = (newest == HealthCondition.Healthy ? step : healthy, weights);
            }

            if (step == _case.Options.TargetStep || (Acts && course == 0 && step == _case.DivergesAt && !GoBack(from: null)))
            {
                return;
            }

            weights = ToyWeights.Combine(
                new StepSpan(step, 1), course, [(weights, [new ReplicaRange(0, _case.Options.Replicas)])])[0];
            step++;
            Note();
        }

        void Note()
        {
            _hashes[(course, step)] = ToyWeights.HashOf(weights, step);
            if (step == end || step == begins || step <= _case.Options.LocalFrom)
            {
                _ends.Add((course, step));
                end = _case.EndOfRound(step, weights);
            }
        }

        bool GoBack(long? from)
        {
            if (course == _case.Options.Health.Rollbacks)
            {
                IsExhausted = true;
                return false;
            }

            _rollBacks.Add((from, healthy));
            (course, step, weights, begins, newest) = (course + 1, healthy, _healthy[healthy], healthy, HealthCondition.Healthy);
            Note();
            return true;
        }
    }
}
