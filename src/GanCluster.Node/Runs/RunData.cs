using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Node.Options;
using GanCluster.Node.Sets;
using GanCluster.Node.Terminal;
using GanCluster.Training.Data;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Runs;

/// <summary>Where a run's data are on this machine.</summary>
/// <param name="path">Of the images; null: they are found by their name.</param>
/// <param name="progress">Null: another process has made them ready and says what there is to say.</param>
internal sealed class RunData(string? path, ProgressLine? progress, CancellationToken stop)
{
    /// <summary>What is here already, without a word.</summary>
    internal static RunData ByName { get; } = new(path: null, progress: null, CancellationToken.None);

    internal string? Path => path;

    /// <summary>For processes that are about to be started: brought, prepared, and known to fit.</summary>
    /// <inheritdoc cref="Find"/>
    internal static void Ready(RunOptions options, RunParts parts, ProgressLine progress, CancellationToken stop)
    {
        var configuration = RunRequest.Read(parts, options.Run, options.Settings, options.Seed, options.Data).Configuration;
        if (!parts.IsOwnData(configuration.Data))
        {
            using var found = new RunData(options.Data, progress, stop).Open(configuration, parts);
            parts.Resolve(configuration, found.Facts);
        }
    }

    /// <summary>Brings a public set that is missing, prepares images that are not, and says what was found.</summary>
    /// <exception cref="UserInputException">They are not here, or can't be read, or don't fit the run.</exception>
    internal FoundData Find(RunConfiguration configuration, RunParts parts)
    {
        var found = Open(configuration, parts);
        if (progress is not null)
        {
            foreach (var line in found.Lines)
            {
                progress.Note(line);
            }
        }

        return found;
    }

    private FoundData Open(RunConfiguration configuration, RunParts parts)
    {
        var (data, isOwn) = (configuration.Data, parts.IsOwnData(configuration.Data));
        if (path is not null && (isOwn || MixtureSpec.Find(data) is not null))
        {
            throw new UserInputException($"--data is for images, and the run has data {data}: leave it out");
        }

        if (path is null && !isOwn && progress is not null)
        {
            MissingSets.Ensure(data, progress, stop).GetAwaiter().GetResult();
        }

        try
        {
            return DataSources.Find(configuration, parts, Catalog());
        }
        finally
        {
            progress?.Finish();
        }
    }

    private DataCatalog Catalog()
    {
        var here = DataCatalog.OfThisMachine();
        here.Path = path;
        here.Preparation = progress is null ? new SilentPreparation() : new ShownPreparation(progress);
        here.Stop = stop;
        return here;
    }
}
