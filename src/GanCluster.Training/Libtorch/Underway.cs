namespace GanCluster.Training.Libtorch;

/// <summary>What a thread has libtorch compute: for a process that ends in it, since libtorch's own last words name no network, and
/// for who asks where a step's time goes.</summary>
internal static class Underway
{
    [ThreadStatic]
    private static (string? Network, string What) _now;

    [ThreadStatic]
    private static Action<string?, string>? _watch;

    /// <summary>In one line; null while this thread computes for no network.</summary>
    public static string? Text => _now.Network is { } network ? $"{network}: {_now.What}" : null;

    /// <summary>Until it is disposed, this thread computes this.</summary>
    public static Mark Of(string network, string what)
    {
        var mark = new Mark(_now);
        Change((network, what));
        return mark;
    }

    /// <summary>Has somebody told of each change on this thread; null: nobody.</summary>
    public static void Watch(Action<string?, string>? watch) => _watch = watch;

    private static void Change((string? Network, string What) now)
    {
        _now = now;
        _watch?.Invoke(now.Network, now.What);
    }

    /// <summary>See <see cref="Of"/>.</summary>
    public readonly ref struct Mark
    {
        private readonly (string? Network, string What) _before;

        internal Mark((string? Network, string What) before) => _before = before;

        public void Dispose() => Change(_before);
    }
}
