using System.Collections.Immutable;
using GanCluster.Core.Terms;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Terms;

public class CandidacySpecs
{
    private static readonly CoordinatorId Self = new("a:1");
    private static readonly CoordinatorId Other = new("b:1");
    private static readonly Candidacy Listening = Begin(isNew: false, rank: 0);
    private static readonly Candidacy Followed = Listening.Hear(Sec(20), new ActingHeard(Other, 3)).After;

    [Fact]
    public void In_a_new_run_the_first_of_the_list_proposes_itself_at_once_and_the_others_after_a_while()
    {
        Assert.Equal(Sec(10), At(Begin(isNew: true, rank: 0), rank: 0));
        Assert.Equal(Sec(13), At(Begin(isNew: true, rank: 1), rank: 1));
        Assert.Equal(Sec(14), At(Begin(isNew: true, rank: 2), rank: 2));
    }

    [Fact]
    public void One_that_begins_again_listens_first()
    {
        Assert.Equal(Sec(15), At(Begin(isNew: false, rank: 0), rank: 0));
        Assert.Equal(Sec(17), At(Begin(isNew: false, rank: 2), rank: 2));
    }

    [Fact]
    public void Whoever_asks_for_an_office_and_is_granted_it_is_waited_for_anew()
    {
        var (after, events) = Listening.Hear(Sec(20), Asked(office: 3, promised: 3));

        Assert.Equal((Sec(25), null), (At(after, rank: 0), after.Acting));
        Assert.Equal([new OfficePromised(3)], events.AsEnumerable());
    }

    [Fact]
    public void Whoever_asks_for_an_office_that_is_another_s_is_not_waited_for() =>
        Assert.Equal(Listening, Listening.Hear(Sec(14), Asked(office: 3, promised: 4)).After);

    [Fact]
    public void What_its_own_journal_grants_it_is_no_sign_of_another() =>
        Assert.Equal(Listening, Listening.Hear(Sec(14), new RequestHeard(Self, new AskOffice(3), 3)).After);

    [Fact]
    public void Whoever_acts_or_has_rows_written_is_followed()
    {
        var (told, events) = Listening.Hear(Sec(20), new ActingHeard(Other, 3));
        var (written, promised) = Listening.Hear(Sec(20), new RequestHeard(Other, new AppendRow(3, 1, null, null), 3));

        Assert.Equal((Sec(25), Other), (At(told, rank: 0), told.Acting));
        Assert.Equal([new OfficePromised(3), new Proposed(false)], events.AsEnumerable());
        Assert.Equal(told, written);
        Assert.Equal([new OfficePromised(3), new OfficePromised(3), new Proposed(false)], promised.AsEnumerable());
    }

    [Fact]
    public void Whoever_acts_in_an_office_that_is_over_is_not_followed()
    {
        var acts = new TermState { Known = 3, Office = 3, Phase = TermPhase.Acting };

        Assert.Equal((Listening, 0), Count(Listening.Hear(Sec(20), new ActingHeard(Other, 2), acts)));
        Assert.Equal((Listening, 0), Count(Listening.Hear(Sec(20), new ActingHeard(Other, 3), acts)));
        Assert.Equal(Listening, Listening.Hear(Sec(20), new RequestHeard(Other, new AppendRow(3, 1, null, null), 4)).After);
    }

    [Fact]
    public void It_proposes_itself_when_nobody_was_heard_for_long_and_a_majority_could_grant_it()
    {
        var followed = Listening.Hear(Sec(20), new ActingHeard(Other, 3)).After;

        Assert.Equal((followed, 0), Count(followed.Hear(Sec(24.9), new PeerPulse(MajorityIsThere: true))));
        Assert.Equal((followed, 0), Count(followed.Hear(Sec(25), new PeerPulse(MajorityIsThere: false))));
        Assert.Equal((followed, 0), Count(followed.Hear(Sec(25), new PeerPulse(MajorityIsThere: true), new TermState { IsProposed = true })));
        var (candidate, events) = followed.Hear(Sec(25), new PeerPulse(MajorityIsThere: true));
        Assert.Null(candidate.Acting);
        Assert.Equal([new Proposed(true)], events.AsEnumerable());
    }

    [Fact]
    public void A_connection_that_broke_shortens_the_wait_unless_another_word_comes()
    {
        var broken = Followed.Hear(Sec(21), new PeerMissed(Other)).After;

        Assert.Equal(Sec(22), At(broken, rank: 0));
        Assert.Equal(Sec(23), At(broken.Hear(Sec(21.5), new PeerMissed(Other)).After, rank: 1));
        Assert.Equal(Sec(27), At(broken.Hear(Sec(22), new ActingHeard(Other, 3)).After, rank: 0));
    }

    [Fact]
    public void The_end_of_one_that_does_not_act_says_nothing() =>
        Assert.Equal(Sec(25), At(Followed.Hear(Sec(21), new PeerMissed(new CoordinatorId("c:1"))).After, rank: 0));

    [Fact]
    public void A_break_never_makes_the_wait_longer() =>
        Assert.Equal(Sec(25), At(Followed.Hear(Sec(24.5), new PeerMissed(Other)).After, rank: 0));

    private static RequestHeard Asked(long office, long promised) => new(Other, new AskOffice(office), promised);

    private static (Candidacy After, int Events) Count((Candidacy After, ImmutableArray<ITermEvent> ForTerms) heard) =>
        (heard.After, heard.ForTerms.Length);

    private static Candidacy Begin(bool isNew, int rank) => Candidacy.Begin(Sec(10), isNew, new CandidacyOptions(rank));

    private static TimeSpan At(Candidacy candidacy, int rank) => candidacy.ProposesAt(new CandidacyOptions(rank));
}

file static class Hearing
{
    public static (Candidacy After, ImmutableArray<ITermEvent> ForTerms) Hear(
        this Candidacy candidacy, TimeSpan now, IPeerWord word, TermState? terms = null) =>
        candidacy.Hear(now, word, terms ?? new TermState(), new CoordinatorId("a:1"), new CandidacyOptions(Rank: 0));
}
