namespace GanCluster.Training.Data;

/// <summary>Is told how the reading of images goes on. Calls come one at a time, from any thread.</summary>
public interface IPreparation
{
    /// <summary>A folder's images are going to be read; not called if they are in the cache.</summary>
    void OnBegin(string folder, int images)
    {
    }

    /// <summary>A few times a second, and when all are read.</summary>
    void OnProgress(PreparationProgress progress)
    {
    }

    /// <summary>Another process is making the same cache, which is waited for.</summary>
    void OnWait(string folder)
    {
    }
}

/// <param name="PerSecond">Images, since the beginning.</param>
public readonly record struct PreparationProgress(int Done, int Images, double PerSecond)
{
    public TimeSpan Left => PerSecond > 0 ? TimeSpan.FromSeconds((Images - Done) / PerSecond) : TimeSpan.Zero;
}

/// <summary>Tells nobody.</summary>
public sealed class SilentPreparation : IPreparation;
