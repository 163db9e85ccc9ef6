using GanCluster.Core.Terms;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Terms;

public class CandidacySpecs
{
    private static readonly CoordinatorId Other = new("b:1");

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
    public void Whoever_is_heard_is_waited_for_anew() =>
        Assert.Equal(Sec(25), At(Candidacy.Hear(Sec(20), Other), rank: 0));

    [Fact]
    public void A_connection_that_broke_shortens_the_wait_unless_another_word_comes()
    {
        var broken = Candidacy.Hear(Sec(20), Other).Break(Sec(21), Other);

        Assert.Equal(Sec(22), At(broken, rank: 0));
        Assert.Equal(Sec(23), At(broken.Break(Sec(21.5), Other), rank: 1));
        Assert.Equal(Sec(27), At(Candidacy.Hear(Sec(22), Other), rank: 0));
    }

    [Fact]
    public void The_end_of_one_that_does_not_act_says_nothing() =>
        Assert.Equal(Sec(25), At(Candidacy.Hear(Sec(20), Other).Break(Sec(21), new CoordinatorId("c:1")), rank: 0));

    [Fact]
    public void A_break_never_makes_the_wait_longer() =>
        Assert.Equal(Sec(25), At(Candidacy.Hear(Sec(20), Other).Break(Sec(24.5), Other), rank: 0));

    private static Candidacy Begin(bool isNew, int rank) => Candidacy.Begin(Sec(10), isNew, new CandidacyOptions(rank));

    private static TimeSpan At(Candidacy candidacy, int rank) => candidacy.ProposesAt(new CandidacyOptions(rank));
}
