namespace GanCluster.Training.Measures;

/// <summary>Images as points of a space in which near ones look alike: what sets of images are compared by.</summary>
public interface IImageFeatures
{
    /// <returns>A row an image.</returns>
    SampleMatrix FeaturesOf(ImageBytes images);
}
