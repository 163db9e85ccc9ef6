using System.Globalization;
using System.Numerics;
using static System.FormattableString;

namespace GanCluster.Core.Runs;

/// <summary>
/// What the key of a property takes. Its value passes through text everywhere (file, <c>--set</c>, canonical JSON, comparison,
/// validation), so that all of them agree on what a value is.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class KeyRuleAttribute : Attribute
{
    protected const NumberStyles Number =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>A string in JSON; otherwise a number, or true or false.</summary>
    internal virtual bool IsText => false;

    /// <summary>The value at which canonical JSON leaves the key out: so a key that came later changes no hash of a run that does without
    /// it. Null: it is always there.</summary>
    public string? LeftOutAt { get; init; }

    /// <summary>What the value must be; ends an error line.</summary>
    internal abstract string Takes(OwnNames own);

    /// <summary>Invariant text that reads back to the same bits. Equal values have equal text.</summary>
    internal virtual string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    /// <returns>Null when the text isn't a value that the key takes.</returns>
    internal abstract object? Read(string text, OwnNames own);
}

[AttributeUsage(AttributeTargets.Property)]
internal sealed class WholeAttribute<T>(T from, T to) : KeyRuleAttribute
    where T : struct, IBinaryInteger<T>
{
    internal override string Takes(OwnNames own) =>
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {from} to {to}");

    internal override object? Read(string text, OwnNames own) =>
        T.TryParse(text, Number, CultureInfo.InvariantCulture, out var value) && value >= from && value <= to ? value : null;
}

/// <summary>One of a few whole numbers.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WholeOfAttribute(params int[] numbers) : KeyRuleAttribute
{
    internal override string Takes(OwnNames own) => "one of " + string.Join(", ", numbers);

    internal override object? Read(string text, OwnNames own) =>
        int.TryParse(text, Number, CultureInfo.InvariantCulture, out var value) && numbers.Contains(value) ? value : null;
}

[AttributeUsage(AttributeTargets.Property)]
internal sealed class TrueOrFalseAttribute : KeyRuleAttribute
{
    internal override string Takes(OwnNames own) => "true or false";

    internal override string Text(object value) => (bool)value ? "true" : "false";

    internal override object? Read(string text, OwnNames own) => text switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };
}

/// <summary>A colour as <c>#rrggbb</c>, in lower case.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ColourAttribute : KeyRuleAttribute
{
    internal override bool IsText => true;

    internal override string Takes(OwnNames own) => "a colour as #rrggbb, such as #ffffff for white";

    internal override object? Read(string text, OwnNames own) =>
        text is ['#', .. { Length: 6 } digits] && digits.All(char.IsAsciiHexDigit) ? text.ToLowerInvariant() : null;
}

/// <summary>A number that single precision can hold, for it is computed with that; a bound that is not given is
/// none.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RealAttribute : KeyRuleAttribute
{
    public double From { get; init; } = double.NegativeInfinity;

    public double Above { get; init; } = double.NegativeInfinity;

    public double To { get; init; } = double.PositiveInfinity;

    public double Below { get; init; } = double.PositiveInfinity;

    internal override string Takes(OwnNames own) => Bounds + (double.IsInfinity(To) && double.IsInfinity(Below)
        ? Invariant($", at most {float.MaxValue:G3}")
        : "");

    private string Bounds => this switch
    {
        { Above: > double.NegativeInfinity, To: < double.PositiveInfinity } => Invariant($"a number above {Above} and up to {To}"),
        { Above: > double.NegativeInfinity } => Invariant($"a number above {Above}"),
        { Below: < double.PositiveInfinity } => Invariant($"a number from {From} to below {Below}"),
        { To: < double.PositiveInfinity } => Invariant($"a number from {From} to {To}"),
        _ => Invariant($"a number of {From} or more"),
    };

    internal override string Text(object value) => Plain((double)value).ToString("R", CultureInfo.InvariantCulture);

    internal override object? Read(string text, OwnNames own) =>
        double.TryParse(text, Number, CultureInfo.InvariantCulture, out var value) && IsSingle(value)
        && value >= From && value > Above && value <= To && value < Below
            ? Plain(value)
            : null;

    /// <summary>Neither infinite nor nothing at all once it is computed with.</summary>
    private static bool IsSingle(double value) => float.IsFinite((float)value) && (value == 0 || (float)value != 0);

    // Adding zero turns -0 into 0.
    private static double Plain(double value) => value + 0.0;
}

[AttributeUsage(AttributeTargets.Property)]
internal class OneOfAttribute(params string[] names) : KeyRuleAttribute
{
    /// <summary>In place of the names.</summary>
    public string? Hint { get; init; }

    internal override bool IsText => true;

    internal sealed override string Takes(OwnNames own) => Hint ?? "one of " + string.Join(", ", Names(own));

    internal override object? Read(string text, OwnNames own) =>
        Names(own).Contains(text, StringComparer.Ordinal) ? text : null;

    protected virtual IReadOnlyList<string> Names(OwnNames own) => names;
}

/// <summary>A family: a built-in one or the program's own.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfFamiliesAttribute() : OneOfAttribute(BuiltInNames.Families)
{
    protected override IReadOnlyList<string> Names(OwnNames own) => [.. base.Names(own), .. own.Families];
}

/// <summary>An objective: a built-in one or the program's own.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfObjectivesAttribute() : OneOfAttribute(BuiltInNames.Objectives)
{
    protected override IReadOnlyList<string> Names(OwnNames own) => [.. base.Names(own), .. own.Objectives];
}

/// <summary>An enumeration's names in lower case.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute<T>() : OneOfAttribute([.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())])
    where T : struct, Enum
{
    internal override string Text(object value) => value.ToString()!.ToLowerInvariant();

    internal override object? Read(string text, OwnNames own) =>
        base.Read(text, own) is null ? null : Enum.Parse<T>(text, ignoreCase: true);
}

/// <summary>Any plain name, or none: whether there is such data is for each machine to say.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DataNameAttribute : KeyRuleAttribute
{
    internal override bool IsText => true;

    internal override string Takes(OwnNames own) =>
        $"one of {string.Join(", ", [.. BuiltInNames.Data, .. own.Data])}, or the plain name of a folder of your own; --data PATH is given without it";

    internal override object? Read(string text, OwnNames own) => text.Length == 0 || DataName.IsPlain(text) ? text : null;
}
