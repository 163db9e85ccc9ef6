namespace GanCluster.Core.Terms;

/// <summary>A coordinator node of the run's static list; ordered ordinally.</summary>
public readonly record struct CoordinatorId(string Value) : IComparable<CoordinatorId>
{
    public int CompareTo(CoordinatorId other) => string.CompareOrdinal(Value, other.Value);

    public static bool operator <(CoordinatorId left, CoordinatorId right) => left.CompareTo(right) < 0;

    public static bool operator >(CoordinatorId left, CoordinatorId right) => left.CompareTo(right) > 0;

    public static bool operator <=(CoordinatorId left, CoordinatorId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(CoordinatorId left, CoordinatorId right) => left.CompareTo(right) >= 0;

    public override string ToString() => Value;
}
