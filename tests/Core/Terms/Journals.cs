using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;
using GanCluster.Core.Terms;

namespace GanCluster.Core.Tests.Terms;

/// <summary>Coordinators, rows and states, short enough to be read where they are used.</summary>
internal static class Journals
{
    public static readonly TermOptions Three = new() { Self = C(1), List = [C(1), C(2), C(3)] };

    public static CoordinatorId C(int number) => new($"c{number}");

    /// <summary>Rounds have ten steps each; another attempt at one has another hash.</summary>
    public static JournalRow Row(long round, long office, int attempt = 1) => new(
        new AttemptId(new RunId("run"), Term.Of(office), round, attempt),
        new RunPosition(round * 10, round, round + 1),
        new StepSpan((round - 1) * 10, 10),
        new Hash128((ulong)round, (ulong)attempt),
        office);

    public static JournalState Of(long promised, params JournalRow[] rows) => new(promised, [.. rows]);

    /// <summary>Its rows, as in <c>1/1 2/3</c>: the round and the office that wrote it.</summary>
    public static string Text(this JournalState state) => string.Join(' ', state.Rows.Select(r => $"{r.Round}/{r.Office}"));
}
