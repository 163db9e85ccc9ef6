using System.Globalization;
using GanCluster.Core;
using GanCluster.Node.Terminal;
using GanCluster.Training.Data;

namespace GanCluster.Node.Sets;

/// <summary>Brings what is not on this machine, with progress for a person.</summary>
internal static class MissingSets
{
    private const double Million = 1e6;

    /// <summary>If data of that name are a public set that is not here, or are made of one, it is afterwards.</summary>
    /// <exception cref="UserInputException">It can't be brought.</exception>
    internal static async Task Ensure(string name, ProgressLine progress, CancellationToken stop)
    {
        var catalog = DataCatalog.OfThisMachine();
        if (PublicSet.Find(DataCatalog.FilesOf(name)) is { } set && catalog.FolderOf(name) is null)
        {
            await Bring(set, catalog.Home, progress, stop);
        }
    }

    /// <returns>The set's folder.</returns>
    /// <inheritdoc cref="SetBringer.Bring(PublicSet, CancellationToken)"/>
    internal static async Task<string> Bring(PublicSet set, string home, ProgressLine progress, CancellationToken stop)
    {
        var tools = SetTools.OfThisMachine((done, all) => progress.Report(() => Text(set.Name, done, all)));
        try
        {
            var place = await new SetBringer(home, tools, progress.Note).Bring(set, stop);
            progress.Finish();
            progress.Note($"{set.Name} is in {place}");
            return place;
        }
        finally
        {
            progress.Finish();
        }
    }

    internal static string Text(string name, long done, long? all) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name}  {done / Million:0.0}{(all is { } total ? $" of {total / Million:0.0}" : "")} MB");
}
