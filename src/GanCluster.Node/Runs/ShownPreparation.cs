using System.Globalization;
using GanCluster.Node.Terminal;
using GanCluster.Training.Data;

namespace GanCluster.Node.Runs;

/// <summary>How far the reading of images is, for a person.</summary>
internal sealed class ShownPreparation(ProgressLine progress) : IPreparation
{
    public void OnBegin(string folder, int images) => progress.Note(string.Create(
        CultureInfo.InvariantCulture, $"preparing {images:N0} images of '{folder}', once"));

    public void OnProgress(PreparationProgress now) => progress.Report(() => string.Create(
        CultureInfo.InvariantCulture,
        $"{now.Done:N0} of {now.Images:N0} images  {now.PerSecond:N0} images/s  {ProgressText.Duration(now.Left)} left"));

    public void OnWait(string folder) => progress.Note($"another process prepares the images of '{folder}': waiting for it");
}
