using System.Globalization;
using System.Text;

// As in Akka.NET, where this type says nothing about null.
#nullable disable

namespace Akka.Configuration;

public class Config
{
    private readonly HoconObject _root;

    public Config()
        : this(new HoconObject())
    {
    }

    internal Config(HoconObject root) => _root = root;

    public virtual bool IsEmpty => _root.Members.Count == 0;

    public static implicit operator Config(string str) => ConfigurationFactory.ParseString(str);

    public virtual bool HasPath(string path) => Find(path) is not null;

    public virtual string GetString(string path, string @default = null) => Find(path) switch
    {
        null => @default,
        string text => text,
        _ => throw HoconUnits.Refused(path, "an object or a list", "a string"),
    };

    public virtual bool GetBoolean(string path, bool @default = false) => GetString(path) switch
    {
        null => @default,
        "on" or "true" => true,
        "off" or "false" => false,
        string text => throw HoconUnits.Refused(path, text, "a boolean"),
    };

    public virtual int GetInt(string path, int @default = 0) => checked((int)GetLong(path, @default));

    public virtual long GetLong(string path, long @default = 0) => GetString(path) is not string text
        ? @default
        : long.TryParse(text, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw HoconUnits.Refused(path, text, "an integer");

    public virtual double GetDouble(string path, double @default = 0) => GetString(path) is not string text
        ? @default
        : double.TryParse(text, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw HoconUnits.Refused(path, text, "a number");

    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true) =>
        GetString(path) is string text ? HoconUnits.Duration(path, text, allowInfinite) : @default ?? TimeSpan.Zero;

    public virtual long? GetByteSize(string path) => GetByteSize(path, null);

    public virtual long? GetByteSize(string path, long? def = null) =>
        GetString(path) is string text ? HoconUnits.Bytes(path, text) : def;

    public virtual IList<string> GetStringList(string path) => Find(path) switch
    {
        null => [],
        List<object> items => items.ConvertAll(item => item as string ?? throw HoconUnits.Refused(path, "an item", "a string")),
        string text => throw HoconUnits.Refused(path, text, "a list"),
        _ => throw HoconUnits.Refused(path, "an object", "a list"),
    };

    /// <returns>Null where the path is absent.</returns>
    public virtual Config GetConfig(string path) => Find(path) switch
    {
        null => null,
        HoconObject branch => new Config(branch),
        _ => throw HoconUnits.Refused(path, "a value", "an object"),
    };

    /// <summary>A new configuration in which this one's values win over the fallback's.</summary>
    public virtual Config WithFallback(Config fallback) => new(HoconObject.Merge(_root, fallback._root));

    public override string ToString()
    {
        StringBuilder text = new();
        Write(text, _root, "");
        return text.ToString();
    }

    /// <summary>The keys right under a path, unquoted; none where the path is absent.</summary>
    internal IEnumerable<string> Keys(string path) => Find(path) is HoconObject branch ? branch.Members.Keys : [];

    private static void Write(StringBuilder text, object value, string indent)
    {
        if (value is not HoconObject branch)
        {
            text.Append(value is List<object> items ? $"[{string.Join(", ", items.Select(Quote))}]" : Quote(value)).Append('\n');
            return;
        }
        foreach ((string key, object member) in branch.Members)
        {
            text.Append(indent).Append(Quote(key)).Append(member is HoconObject ? " {\n" : " = ");
            Write(text, member, indent + "  ");
            if (member is HoconObject)
            {
                text.Append(indent).Append("}\n");
            }
        }
    }

    private static string Quote(object value) =>
        value?.ToString() is not string text
        ? "null"
        : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private object Find(string path) => _root.Find(HoconPath.Split(path));
}
