namespace GanCluster.Core.Rounds;

/// <summary>One training from seed to last checkpoint.</summary>
public readonly record struct RunId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>The worker actor of one device; ordered ordinally, so that every node lists workers alike.</summary>
public readonly record struct WorkerId(string Value) : IComparable<WorkerId>
{
    /// <summary>The coordinator's node, where a version is loaded from its own copy; no worker has the name.</summary>
    public static readonly WorkerId Coordinator = new("coordinator");

    public int CompareTo(WorkerId other) => string.CompareOrdinal(Value, other.Value);

    public static bool operator <(WorkerId left, WorkerId right) => left.CompareTo(right) < 0;

    public static bool operator >(WorkerId left, WorkerId right) => left.CompareTo(right) > 0;

    public static bool operator <=(WorkerId left, WorkerId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(WorkerId left, WorkerId right) => left.CompareTo(right) >= 0;

    public override string ToString() => Value;
}

/// <summary>
/// A try at a round under one coordinator's term. Every message about a round carries it, and whatever carries an older one is
/// stale: it is dropped and counted, never summed.
/// </summary>
/// <param name="Term">See <see cref="Rounds.Term"/>.</param>
public readonly record struct AttemptId(RunId Run, long Term, long Round, int Attempt) : ISpanFormattable
{
    /// <summary>Older than every attempt of a term and newer than all of an earlier one: its fence is the term's beginning.</summary>
    public static AttemptId Before(RunId run, long term) => new(run, term, Round: 0, Attempt: 0);

    /// <summary>True if this attempt was opened before <paramref name="other"/>: by term, then round, then attempt.</summary>
    public bool IsOlderThan(AttemptId other) => Term != other.Term ? Term < other.Term
        : Round != other.Round ? Round < other.Round
        : Attempt < other.Attempt;

    public override string ToString() => $"{this}";

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>Each decision names its attempt in its reason: this writes it there, without a string of its own.</summary>
    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var (office, move) = Rounds.Term.PartsOf(Term);
        return office == 0 ? destination.TryWrite($"round {Round} attempt {Attempt} (term {move})", out charsWritten)
            : move == 0 ? destination.TryWrite($"round {Round} attempt {Attempt} (term {office})", out charsWritten)
            : destination.TryWrite($"round {Round} attempt {Attempt} (term {office}.{move})", out charsWritten);
    }
}

/// <summary>The steps [First, First + Count) that a round computes.</summary>
public readonly record struct StepSpan(long First, int Count)
{
    public long End => First + Count;

    public bool Contains(long step) => step >= First && step < End;
}
