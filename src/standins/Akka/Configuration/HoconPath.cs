namespace Akka.Configuration;

internal static class HoconPath
{
    /// <summary>The keys of a dotted path; a part in quotes is one key, whatever it holds.</summary>
    public static List<string> Split(string path)
    {
        if (!path.Contains('"', StringComparison.Ordinal))
        {
            return [.. path.Split('.')];
        }
        List<string> keys = [];
        int at = 0;
        while (at <= path.Length)
        {
            bool quoted = at < path.Length && path[at] == '"';
            int start = quoted ? at + 1 : at;
            int end = path.IndexOf(quoted ? '"' : '.', start);
            end = end < 0 ? path.Length : end;
            keys.Add(path[start..end]);
            at = end + (quoted ? 2 : 1);
        }
        return keys;
    }
}
