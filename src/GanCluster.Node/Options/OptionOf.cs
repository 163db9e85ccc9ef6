using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace GanCluster.Node.Options;

/// <summary>Options whose errors say what the value was and what it may be.</summary>
internal static class OptionOf
{
    /// <summary>46 days: a timer takes no more than 2^32 milliseconds.</summary>
    private const double MostSeconds = 4_000_000;
    private const NumberStyles Number =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    internal static Option<T?> Whole<T>(string name, string unit, string description, T from, T to, T? otherwise = null)
        where T : struct, IBinaryInteger<T>
    {
        var takes = string.Create(CultureInfo.InvariantCulture, $"a whole number from {from} to {to}");
        var option = Parsed<T>(
            name,
            unit,
            description,
            takes,
            text => T.TryParse(text, Number, CultureInfo.InvariantCulture, out var value) && value >= from && value <= to
                ? value
                : null);
        if (otherwise is { } value)
        {
            option.DefaultValueFactory = _ => value;
        }

        return option;
    }

    internal static Option<double?> Seconds(string description) => Real(
        "--seconds", "T", description, "a number above 0, at most 4000000", value => value is > 0 and <= MostSeconds);

    internal static Option<double?> Real(
        string name, string unit, string description, string takes, Func<double, bool> accepts) => Parsed<double>(
        name,
        unit,
        description,
        takes,
        text => double.TryParse(text, Number, CultureInfo.InvariantCulture, out var value) && accepts(value) ? value : null);

    /// <param name="parse">Null for a text that is none.</param>
    internal static Option<T?> Text<T>(string name, string unit, string description, string takes, Func<string, T?> parse)
        where T : class =>
        new(name)
        {
            Description = description,
            HelpName = unit,
            CustomParser = result => Parse(result, name, takes, parse),
        };

    internal static Option<string?> Path(string name, string helpName, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = helpName };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            {
                result.AddError($"{name} is empty; it takes a path");
            }
        });
        return option;
    }

    private static Option<T?> Parsed<T>(string name, string unit, string description, string takes, Func<string, T?> parse)
        where T : struct =>
        new(name)
        {
            Description = description,
            HelpName = unit,
            CustomParser = result => Parse(result, name, takes, parse),
        };

    private static T? Parse<T>(ArgumentResult result, string name, string takes, Func<string, T?> parse)
    {
        var text = result.Tokens[0].Value;
        var value = parse(text);
        if (value is null)
        {
            result.AddError($"{name} is '{text}'; it takes {takes}");
        }

        return value;
    }
}
