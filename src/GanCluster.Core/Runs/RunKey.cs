using System.Reflection;

namespace GanCluster.Core.Runs;

/// <summary>A group of a run's keys: each property is a key, by its name in camel case, or a group of further ones.</summary>
public abstract record RunKeyGroup;

/// <summary>One key of a run: a property, reached over the groups that it is in, and its rule.</summary>
/// <param name="groups">From the configuration inwards; none for a key of its own.</param>
internal sealed class RunKey(IReadOnlyList<PropertyInfo> groups, PropertyInfo property, OwnNames own)
{
    private readonly KeyRuleAttribute _rule = property.GetCustomAttribute<KeyRuleAttribute>()
        ?? throw new InvalidOperationException($"{property.DeclaringType!.Name}.{property.Name} does not say what it takes");

    /// <summary>The key, nested by dots.</summary>
    internal string Path { get; } = string.Join('.', groups.Append(property).Select(part => Camel(part.Name)));

    internal string Takes => _rule.Takes(own);

    internal bool IsText => _rule.IsText;

    internal bool IsLeftOut(RunConfiguration configuration) => _rule.LeftOutAt is { } at && Text(configuration) == at;

    internal bool Accepts(RunConfiguration configuration) => _rule.Read(Text(configuration), own) is not null;

    internal string Text(RunConfiguration configuration) =>
        _rule.Text(property.GetValue(groups.Aggregate((object)configuration, (group, part) => part.GetValue(group)!))!);

    /// <returns>Null when the text isn't a value that the key takes.</returns>
    internal RunConfiguration? With(RunConfiguration configuration, string text) =>
        _rule.Read(text, own) is { } value ? (RunConfiguration)With(configuration, 0, value) : null;

    private RunKeyGroup With(RunKeyGroup group, int depth, object value)
    {
        // A copy of the group's own type, which nobody else has seen: setting what is init-only harms no one.
        var copy = group with { };
        if (depth == groups.Count)
        {
            property.SetValue(copy, value);
        }
        else
        {
            groups[depth].SetValue(copy, With((RunKeyGroup)groups[depth].GetValue(group)!, depth + 1, value));
        }

        return copy;
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
