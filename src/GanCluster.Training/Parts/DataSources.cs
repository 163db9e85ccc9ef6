using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Images;
using GanCluster.Training.Images.Scaling;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Parts;

/// <summary>From a configuration's <c>data</c> to its samples, in the run's own order.</summary>
public static class DataSources
{
    /// <param name="configuration">Need not be resolved: sides and fit are what counts.</param>
    /// <param name="catalog">Where <see cref="DataCatalog.Path"/> is given, images lie there.</param>
    /// <exception cref="UserInputException">The data set is missing or damaged, or its images do not fit the run.</exception>
    public static FoundData Find(RunConfiguration configuration, RunParts parts, DataCatalog catalog)
    {
        if (parts.OwnData(configuration) is { } own)
        {
            return FoundData.Of(own, RunParts.FactsOf(own));
        }

        if (MixtureSpec.Find(configuration.Data) is { } mixture)
        {
            return FoundData.Of(mixture);
        }

        var shape = parts.FamilyOf(configuration).Shape;
        var image = SampleShape.Image(shape) ?? throw new UserInputException(
            $"{DataName.Shown(configuration.Data)} holds images, and family {configuration.Family} has samples of shape "
            + $"{SampleShape.Text(shape)}: give data of that shape");
        var (fit, background) = (Enum.Parse<ImageFit>(configuration.Image.Fit, ignoreCase: true), Background(configuration));
        var images = catalog.Open(configuration.Data, new ImageTerms(image.Height, image.Width, fit, background));
        return FoundData.Of(DataName.Shown(configuration.Data), images);
    }

    /// <inheritdoc cref="FoundData.Training"/>
    public static IDataSource Training(RunConfiguration configuration, RunParts parts, DataCatalog catalog) =>
        Find(configuration, parts, catalog).Training(configuration, parts);

    /// <inheritdoc cref="FoundData.Evenly"/>
    public static IDataSource Evenly(RunConfiguration configuration, RunParts parts, DataCatalog catalog) =>
        Find(configuration, parts, catalog).Evenly(configuration, parts);

    /// <inheritdoc cref="FoundData.HeldOut"/>
    public static IDataSource? HeldOut(RunConfiguration configuration, RunParts parts, DataCatalog catalog) =>
        Find(configuration, parts, catalog).HeldOut(configuration, parts);

    private static Rgb Background(RunConfiguration configuration) => Rgb.TryParse(configuration.Image.Background, out var colour)
        ? colour
        : throw new ArgumentException($"'{configuration.Image.Background}' is no colour");
}
