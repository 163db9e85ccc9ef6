using Xunit.Abstractions;

namespace GanCluster.Simulation.Tests;

/// <summary>The checks of who may act and commit can fail: each of these spoilt rules is found by some seed.</summary>
public class TermMutationSpecs(ITestOutputHelper output)
{
    [Fact]
    public void A_journal_that_grants_an_office_twice_is_caught() => AssertCaught("and somebody's before", new()
    {
        Journal = (id, state) => new GrantsTwice(id, state),
    });

    [Fact]
    public void A_journal_that_forgets_its_promise_is_caught() => AssertCaught(", and now ", new()
    {
        Journal = (id, state) => new ForgetsItsPromise(id, state),
    });

    [Fact]
    public void A_journal_that_answers_before_it_has_written_is_caught() => AssertCaught("journals have it", new()
    {
        Journal = (id, state) => new AnswersBeforeItHasWritten(id, state),
    });

    [Fact]
    public void A_journal_that_takes_rows_from_an_earlier_office_is_caught() => AssertCaught("had begun without it", new()
    {
        Journal = (id, state) => new TakesRowsFromAnEarlierOffice(id, state),
    });

    [Fact]
    public void A_coordinator_that_commits_with_a_minority_is_caught() => AssertCaught("journals have it", new()
    {
        Terms = (state, options, effects) => new CommitsWithAMinority(state, options, effects),
    });

    [Fact]
    public void A_coordinator_that_acts_without_adopting_is_caught() => AssertCaught("was committed before", new()
    {
        Terms = (state, options, effects) => new ActsWithoutAdopting(state, options, effects),
    });

    [Fact]
    public void A_coordinator_that_adopts_the_longest_journal_is_caught() => AssertCaught("in its place", new()
    {
        Terms = (state, options, effects) => new AdoptsTheLongest(state, options, effects),
    });

    [Fact]
    public void A_coordinator_that_commits_after_it_has_to_step_down_is_caught() => AssertCaught("had begun without it", new()
    {
        Terms = (state, options, effects) => new CommitsAfterItHasToStepDown(state, options, effects),
    });

    [Fact]
    public void A_coordinator_that_stays_a_candidate_when_another_acts_is_caught() => AssertCaught("from one that could go on", new()
    {
        Terms = (state, options, effects) => new StaysACandidate(state, options, effects),
    });

    [Fact]
    public void A_worker_that_takes_a_lower_term_is_caught() => AssertCaught("though it has heard of office", new()
    {
        Worker = (id, version, options, effects) => new TakesALowerTerm(id, version, options, effects),
    });

    [Fact]
    public void An_averaging_that_commits_before_it_is_written_is_caught() => AssertCaught("journals have it", new()
    {
        Averaging = (effects, office) => new CommitsBeforeItIsWritten(effects, office),
    });

    [Fact]
    public void A_coordinator_that_rolls_back_before_that_is_written_is_caught() => AssertCaught("journals have it", new()
    {
        Coordinator = (start, options, effects) => new ActsBeforeItIsWritten(start, options, effects),
    });

    [Fact]
    public void A_coordinator_that_goes_on_from_a_check_whose_version_it_alone_has_is_caught() => AssertCaught(
        "nodes have the version of the check before it", new()
        {
            Coordinator = (start, options, effects) => new GoesOnWithoutHolders(start, options, effects),
        });

    [Fact]
    public void A_coordinator_that_forgets_at_its_office_s_beginning_what_is_not_judged_is_caught() => AssertCaught(
        "and the quiet run", new()
        {
            Coordinator = (start, options, effects) => new ForgetsWhatIsNotJudged(start, options, effects),
        });

    [Fact]
    public void A_coordinator_that_forgets_at_its_office_s_beginning_what_checks_have_shown_is_caught() => AssertCaught(
        "and the quiet run", new()
        {
            Coordinator = (start, options, effects) => new ForgetsVerdicts(start, options, effects),
        });

    private void AssertCaught(string violation, Interpreters spoilt) => MutationSpecs.AssertCaught(output, violation, spoilt);
}
