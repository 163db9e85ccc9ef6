namespace Akka.Configuration;

/// <summary>
/// Members in the order of their keys. A value is a string, a <c>List&lt;object&gt;</c>, another object, or null.
/// </summary>
internal sealed class HoconObject
{
    public Dictionary<string, object?> Members { get; } = new(StringComparer.Ordinal);

    public object? Find(IReadOnlyList<string> path)
    {
        object? node = this;
        foreach (string key in path)
        {
            if (node is not HoconObject branch || !branch.Members.TryGetValue(key, out node))
            {
                return null;
            }
        }
        return node;
    }

    /// <summary>Objects merge, anything else replaces what stood there.</summary>
    public void Set(IReadOnlyList<string> path, object? value)
    {
        HoconObject branch = this;
        for (int i = 0; i < path.Count - 1; i++)
        {
            if (branch.Members.GetValueOrDefault(path[i]) is not HoconObject next)
            {
                branch.Members[path[i]] = next = new HoconObject();
            }
            branch = next;
        }
        string key = path[^1];
        branch.Members[key] = value is HoconObject above && branch.Members.GetValueOrDefault(key) is HoconObject below
            ? Merge(above, below)
            : value;
    }

    public static HoconObject Merge(HoconObject above, HoconObject below)
    {
        HoconObject merged = new();
        foreach ((string key, object? value) in below.Members)
        {
            merged.Members[key] = value;
        }
        foreach ((string key, object? value) in above.Members)
        {
            merged.Members[key] = value is HoconObject a && merged.Members.GetValueOrDefault(key) is HoconObject b
                ? Merge(a, b)
                : value;
        }
        return merged;
    }
}
