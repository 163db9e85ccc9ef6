namespace GanCluster.Telemetry.Page;

/// <summary>A run's pictures of its samples, a file each, all made from the same noise.</summary>
/// <param name="steps">Those that there is a picture of, ascending.</param>
/// <param name="file">Of a step, whether it is there or not.</param>
public sealed class SampleAlbum(Func<IReadOnlyList<long>> steps, Func<long, string> file)
{
    /// <summary>Steps that are listed: a slider has no room for more.</summary>
    internal const int MostSteps = 500;

    /// <summary>In a command: where the step's number goes.</summary>
    public const string StepPlace = "{step}";

    /// <summary>In a command: where the image's number goes.</summary>
    public const string ImagePlace = "{image}";

    /// <summary>Of a run that makes none.</summary>
    public static SampleAlbum None { get; } = new(() => [], _ => "");

    /// <summary>How images lie in a picture; null: it is one of points.</summary>
    public SampleGrid? Grid { get; init; }

    /// <summary>What has one image again, with <see cref="StepPlace"/> and <see cref="ImagePlace"/> in the place of numbers; null:
    /// no command has.</summary>
    public string? Command { get; init; }

    /// <summary>Every n-th where there are many, and the newest.</summary>
    internal IReadOnlyList<long> Steps
    {
        get
        {
            var all = steps();
            var every = (all.Count + MostSteps - 1) / MostSteps;
            return every <= 1 ? all : [.. all.Where((_, i) => i % every == 0 || i == all.Count - 1)];
        }
    }

    internal string File(long step) => file(step);
}

/// <param name="Columns">Images a row.</param>
/// <param name="Padding">Pixels between images and around them.</param>
public sealed record SampleGrid(int Columns, int Padding);
