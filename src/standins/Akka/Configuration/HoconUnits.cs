using System.Globalization;

namespace Akka.Configuration;

/// <summary>Durations and byte sizes as HOCON writes them.</summary>
internal static class HoconUnits
{
    public static TimeSpan Duration(string path, string text, bool allowInfinite)
    {
        if (allowInfinite && text.Equals("infinite", StringComparison.OrdinalIgnoreCase))
        {
            return Timeout.InfiniteTimeSpan;
        }
        (double value, string unit) = Split(path, text);
        double milliseconds = unit switch
        {
            "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => value / 1e6,
            "us" or "micro" or "micros" or "microsecond" or "microseconds" => value / 1e3,
            "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => value,
            "s" or "second" or "seconds" => value * 1e3,
            "m" or "minute" or "minutes" => value * 60e3,
            "h" or "hour" or "hours" => value * 3600e3,
            "d" or "day" or "days" => value * 86400e3,
            _ => throw Refused(path, text, "a duration"),
        };
        return TimeSpan.FromMilliseconds(milliseconds);
    }

    public static long Bytes(string path, string text)
    {
        (double value, string unit) = Split(path, text);
        double factor = unit switch
        {
            "" or "B" or "b" or "byte" or "bytes" => 1,
            "kB" or "kilobyte" or "kilobytes" => 1000,
            "MB" or "megabyte" or "megabytes" => 1000 * 1000,
            "GB" or "gigabyte" or "gigabytes" => 1000L * 1000 * 1000,
            "K" or "k" or "Ki" or "KiB" or "kibibyte" or "kibibytes" => 1024,
            "M" or "m" or "Mi" or "MiB" or "mebibyte" or "mebibytes" => 1024 * 1024,
            "G" or "g" or "Gi" or "GiB" or "gibibyte" or "gibibytes" => 1024L * 1024 * 1024,
            _ => throw Refused(path, text, "a size in bytes"),
        };
        return (long)(value * factor);
    }

    public static FormatException Refused(string path, string text, string what) => new($"{path}: '{text}' is not {what}.");

    private static (double Value, string Unit) Split(string path, string text)
    {
        int digits = text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        return double.TryParse(text.AsSpan(0, digits), CultureInfo.InvariantCulture, out double value)
            ? (value, text[digits..].Trim())
            : throw Refused(path, text, "a number with a unit");
    }
}
