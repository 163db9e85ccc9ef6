using Xunit.Abstractions;

namespace GanCluster.Simulation.Tests;

/// <summary>The checker can fail: each of these spoilt rules is found by some seed, and by the check that is there for
/// it.</summary>
public class MutationSpecs(ITestOutputHelper output)
{
    private const int Seeds = 6000;
    private const int Workers = 5;

    [Fact]
    public void An_averaging_that_accepts_stale_reports_is_caught() => AssertCaught("counts what", new()
    {
        Averaging = (effects, office) => new AcceptsStaleReports(effects, office),
    });

    [Fact]
    public void An_averaging_that_commits_by_majority_is_caught() => AssertCaught("positions lost", new()
    {
        Averaging = (effects, office) => new CommitsByMajority(effects, office),
    });

    [Fact]
    public void A_coordinator_that_forgets_lost_replicas_is_caught() => AssertCaught("other weights", new()
    {
        Coordinator = (start, options, effects) => new ForgetsLostReplicas(start, options, effects),
    });

    [Fact]
    public void A_coordinator_that_waits_for_ever_is_caught() => AssertCaught("no progress", new()
    {
        Coordinator = (start, options, effects) => new WaitsForEver(start, options, effects),
    });

    [Fact]
    public void A_coordinator_that_takes_back_who_left_is_caught() => AssertCaught("after it had left", new()
    {
        Coordinator = (start, options, effects) => new TakesBackWhoLeft(start, options, effects),
    });

    [Fact]
    public void An_averaging_that_answers_nobody_is_caught() => AssertCaught("never came back", new()
    {
        Averaging = (effects, office) => new AnswersNobody(effects, office),
    });

    [Fact]
    public void An_averaging_that_has_steps_tried_again_that_diverged_is_caught() => AssertCaught("could go on: round", new()
    {
        Averaging = (effects, office) => new TriesAgainWhatDiverged(effects, office),
    });

    [Fact]
    public void A_coordinator_that_assigns_a_replica_twice_is_caught() => AssertCaught("repeated", new()
    {
        Coordinator = (start, options, effects) => new AssignsAReplicaTwice(start, options, effects),
    });

    [Fact]
    public void An_averaging_that_commits_by_one_hash_fewer_is_caught() => AssertCaught("positions lost", new()
    {
        Averaging = (effects, office) => new CommitsByOneHashFewer(effects, office),
    });

    [Fact]
    public void An_averaging_that_fences_nobody_is_caught() => AssertCaught("was abandoned, and", new()
    {
        Averaging = (effects, office) => new FencesNobody(effects, office),
    });

    [Fact]
    public void An_averaging_that_assigns_before_it_commits_is_caught() => AssertCaught("before it was told of the commit", new()
    {
        Averaging = (effects, office) => new AssignsBeforeItCommits(effects, office),
    });

    [Fact]
    public void An_averaging_that_hides_a_commit_is_caught() => AssertCaught("has not heard", new()
    {
        Averaging = (effects, office) => new HidesACommit(effects, office),
    });

    [Fact]
    public void An_averaging_that_commits_a_version_twice_is_caught() => AssertCaught("version 1 follows 1", new()
    {
        Averaging = (effects, office) => new CommitsAVersionTwice(effects, office),
    });

    [Fact]
    public void An_averaging_that_blames_another_for_wrong_bits_is_caught() => AssertCaught("and they are right", new()
    {
        Averaging = (effects, office) => new BlamesAnother(effects, office),
    });

    [Fact]
    public void An_averaging_that_keeps_who_has_wrong_bits_is_caught() => AssertCaught("a majority could not tell", new()
    {
        Averaging = (effects, office) => new KeepsWhoHasWrongBits(effects, office),
    });

    [Fact]
    public void A_coordinator_that_lets_the_last_go_is_caught() => AssertCaught("nobody is left that holds", new()
    {
        Coordinator = (start, options, effects) => new LetsTheLastGo(start, options, effects),
    });

    [Fact]
    public void A_coordinator_that_takes_back_who_has_wrong_bits_is_caught() => AssertCaught("though its bits were wrong", new()
    {
        Coordinator = (start, options, effects) => new TakesBackWhoHasWrongBits(start, options, effects),
    });

    [Fact]
    public void A_coordinator_that_cuts_lost_rounds_anew_is_caught() => AssertCaught("and the newest row is", new()
    {
        Coordinator = (start, options, effects) => new CutsLostRoundsAnew(start, options, effects),
    });

    [Fact]
    public void A_coordinator_that_forgets_its_copies_is_caught() => AssertCaught("beyond the copy", new()
    {
        Coordinator = (start, options, effects) => new ForgetsItsCopies(start, options, effects),
    });

    [Fact]
    public void A_coordinator_that_goes_back_too_soon_is_caught() => AssertCaught("went back from step", new()
    {
        Coordinator = (start, options, effects) => new GoesBackTooSoon(start, options, effects),
    });

    [Fact]
    public void A_coordinator_that_waits_for_no_check_is_caught() => AssertCaught("and the quiet run from", new()
    {
        Coordinator = (start, options, effects) => new WaitsForNoCheck(start, options, effects),
    });

    [Fact]
    public void A_coordinator_that_acts_on_an_alarm_at_once_is_caught() => AssertCaught("and the quiet run from", new()
    {
        Coordinator = (start, options, effects) => new ActsAtOnce(start, options, effects),
    });

    [Fact]
    public void A_coordinator_that_goes_back_to_the_start_is_caught() => AssertCaught("to 0, and the quiet run from", new()
    {
        Coordinator = (start, options, effects) => new GoesBackToTheStart(start, options, effects),
    });

    [Fact]
    public void A_worker_that_keeps_a_fenced_result_is_caught() => AssertCaught("counts what", new()
    {
        Worker = (id, version, options, effects) => new KeepsAFencedResult(id, version, options, effects),
    });

    [Fact]
    public void A_coordinator_that_ends_without_a_checkpoint_of_the_last_version_is_caught() => AssertCaught("its last checkpoint", new()
    {
        Coordinator = (start, options, effects) => new EndsWithoutItsVersion(start, options, effects),
    });

    [Fact]
    public void A_worker_that_loads_nothing_is_caught() => AssertCaught("holds step", new()
    {
        Worker = (id, version, options, effects) => new LoadsNothing(id, version, options, effects),
    });

    [Fact]
    public void A_worker_that_commits_what_it_does_not_hold_is_caught() => AssertCaught("which it does not hold", new()
    {
        Worker = (id, version, options, effects) => new CommitsWhatItDoesNotHold(id, version, options, effects),
    });

    [Fact]
    public void A_worker_that_tells_nothing_of_the_next_round_is_caught() => AssertCaught("and no round of the quiet run does", new()
    {
        Worker = (id, version, options, effects) => new TellsNothingOfTheNextRound(id, version, options, effects),
    });

    [Fact]
    public void A_worker_that_says_everything_once_is_caught() => AssertCaught("never came back", new()
    {
        Worker = (id, version, options, effects) => new SpeaksOnce(id, version, options, effects),
    });

    [Fact]
    public void A_worker_that_drops_the_version_for_a_later_fence_is_caught() => AssertCaught("never came back", new()
    {
        Worker = (id, version, options, effects) => new DropsTheVersionForALaterFence(id, version, options, effects),
    });

    private void AssertCaught(string violation, Interpreters spoilt) => AssertCaught(output, violation, spoilt);

    internal static void AssertCaught(ITestOutputHelper output, string violation, Interpreters spoilt)
    {
        var found = new List<string>();
        for (var seed = 0UL; seed < Seeds; seed++)
        {
            try
            {
                found.AddRange(CaseRun.Run(SimulationCase.Of(seed, Workers), spoilt).Violations);
            }
            catch (InvalidOperationException refusal)
            {
                found.Add(refusal.Message);
            }

            if (found.Exists(v => v.Contains(violation, StringComparison.Ordinal)))
            {
                output.WriteLine($"after {seed + 1} seeds: {violation}");
                return;
            }
        }

        Assert.Fail($"none of {Seeds} seeds found it; found: {string.Join("; ", found.Distinct().Take(5))}");
    }
}
