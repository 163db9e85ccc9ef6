namespace GanCluster.Training.Images.Scaling;

/// <summary>How an image of another shape comes to a sample's size.</summary>
public enum ImageFit
{
    /// <summary>It covers the sample; what is over on two sides is cut off, the same on both.</summary>
    Crop,

    /// <summary>All of it is in the sample's middle; what is left is filled with the background.</summary>
    Pad,

    /// <summary>It loses its proportions.</summary>
    Stretch,
}
