using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using GanCluster.Core;
using GanCluster.Core.Runs;

namespace GanCluster.Node.Runs;

/// <summary>classes.json in a run's folder: the names of its data's classes, in the order of their labels.</summary>
internal static class ClassTable
{
    private const int Shown = 12;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Labels with their names in one line, which is cut where there are many.</summary>
    internal static string Text(IReadOnlyList<string> names)
    {
        var shown = string.Join(", ", names.Take(Shown).Select((name, label) => $"{label} {name}"));
        var left = names.Count - Shown;
        return string.Create(CultureInfo.InvariantCulture, $"{names.Count:N0} classes: {shown}{(left > 0 ? $" and {left:N0} more" : "")}");
    }

    /// <summary>Without classes there is no file.</summary>
    /// <exception cref="UserInputException">The folder's run has classes of other names.</exception>
    internal static void Keep(string folder, IReadOnlyList<string> names)
    {
        var file = RunFiles.Classes(folder);
        if (File.Exists(file))
        {
            Compare(folder, Read(folder), names);
        }
        else if (names.Count > 0)
        {
            File.WriteAllText(file, JsonSerializer.Serialize(names, Readable) + "\n");
        }
    }

    /// <returns>Empty: the classes have no names.</returns>
    /// <exception cref="UserInputException">The file is damaged.</exception>
    internal static IReadOnlyList<string> Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(File.ReadAllText(RunFiles.Classes(folder))) ?? [];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (JsonException e)
        {
            throw new UserInputException($"'{RunFiles.Classes(folder)}' is no list of names: give the label as a number", e);
        }
    }

    /// <param name="text">A class's name, or its number.</param>
    /// <exception cref="UserInputException">It is neither.</exception>
    internal static int LabelOf(string folder, string text)
    {
        // A class whose name is a number is meant by it.
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (isNumber && !File.Exists(RunFiles.Classes(folder)))
        {
            return number;
        }

        var names = Read(folder);
        return names.Index().FirstOrDefault(name => name.Item == text, (Index: -1, Item: "")).Index is >= 0 and var label ? label
            : isNumber ? number
            : throw new UserInputException(names.Count == 0
                ? $"label '{text}': this run's classes have no names; give a number"
                : $"label '{text}': this run has no such class; the nearest is '{NearestName.Of(text, names)}'");
    }

    private static void Compare(string folder, IReadOnlyList<string> theirs, IReadOnlyList<string> ours)
    {
        if (!theirs.SequenceEqual(ours, StringComparer.Ordinal))
        {
            var at = theirs.Zip(ours).TakeWhile(pair => pair.First == pair.Second).Count();
            throw new UserInputException($"'{folder}' was trained with other names of classes: label {at} is "
                + $"{theirs.ElementAtOrDefault(at) ?? "none"} there and {ours.ElementAtOrDefault(at) ?? "none"} here; "
                + "give the same data, or another --out without --resume");
        }
    }
}
