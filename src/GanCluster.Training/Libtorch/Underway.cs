namespace GanCluster.Training.Libtorch;

/// <summary>What a thread has libtorch compute, for a process that ends in it: libtorch's own last words name no
/// network.</summary>
internal static class Underway
{
    [ThreadStatic]
    private static (string? Network, string What) _now;

    /// <summary>In one line; null while this thread computes for no network.</summary>
    public static string? Text => _now.Network is { } network ? $"{network}: {_now.What}" : null;

    /// <summary>Until it is disposed, this thread computes this.</summary>
    public static Mark Of(string network, string what)
    {
        var mark = new Mark(_now);
        _now = (network, what);
        return mark;
    }

    /// <summary>See <see cref="Of"/>.</summary>
    public readonly ref struct Mark
    {
        private readonly (string? Network, string What) _before;

        internal Mark((string? Network, string What) before) => _before = before;

        public void Dispose() => _now = _before;
    }
}
