namespace GanCluster.Node.Sets;

/// <summary>A way to a public data set.</summary>
internal interface ISetRoute
{
    /// <summary>For a person.</summary>
    string From(SetTools tools);

    /// <summary>Whether it can be tried here.</summary>
    bool IsOpen(SetTools tools) => true;

    /// <summary>Brings the set's files, and no others, right into a folder that is empty.</summary>
    /// <param name="scratch">An empty folder for what is thrown away afterwards.</param>
    /// <exception cref="RouteException">It did not work, or what came is not what it should be.</exception>
    /// <exception cref="HttpRequestException">Nobody answers there.</exception>
    /// <exception cref="IOException">The disk says no.</exception>
    /// <exception cref="InvalidDataException">What came is damaged.</exception>
    Task Bring(string folder, string scratch, SetTools tools, CancellationToken stop);
}

/// <summary>Why a way to a data set leads nowhere.</summary>
internal sealed class RouteException(string reason) : Exception(reason);

/// <summary>What the ways are gone with.</summary>
/// <param name="Variable">Of the environment; null where it is not set.</param>
/// <param name="Downloads">Over HTTP and HTTPS.</param>
/// <param name="IsRoot">Whether Debian's lists of packages may be brought up to date.</param>
internal sealed record SetTools(Func<string, string?> Variable, Downloads Downloads, bool IsRoot)
{
    /// <param name="progress">Told the bytes that came of a file so far, and how many it has if that is known.</param>
    internal static SetTools OfThisMachine(Action<long, long?> progress) =>
        new(Environment.GetEnvironmentVariable, new Downloads(progress), Environment.IsPrivilegedProcess);
}
