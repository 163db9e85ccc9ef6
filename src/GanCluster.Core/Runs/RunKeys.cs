using System.Reflection;

namespace GanCluster.Core.Runs;

/// <summary>
/// A run's keys, which are <see cref="RunConfiguration"/>'s properties; reading, setting, writing, comparing and validating all
/// walk this list.
/// </summary>
internal sealed class RunKeys
{
    private RunKeys(OwnNames own) =>
        All = [.. Of(typeof(RunConfiguration), [], own).OrderBy(key => key.Path, StringComparer.Ordinal)];

    /// <summary>Without any own names: enough where no value is read.</summary>
    internal static RunKeys BuiltIn { get; } = new(OwnNames.None);

    /// <summary>In ordinal order of their paths.</summary>
    internal IReadOnlyList<RunKey> All { get; }

    internal static RunKeys With(OwnNames own) => own == OwnNames.None ? BuiltIn : new(own);

    internal RunKey? Find(string path) =>
        All.FirstOrDefault(key => string.Equals(key.Path, path, StringComparison.Ordinal));

    /// <summary>The paths below a group such as <c>optimizer</c>; none when there is no such group.</summary>
    internal IReadOnlyList<string> Below(string group) =>
        [.. All.Select(key => key.Path).Where(path => path.StartsWith(group + ".", StringComparison.Ordinal))];

    private static IEnumerable<RunKey> Of(Type group, IReadOnlyList<PropertyInfo> groups, OwnNames own) =>
        group.GetProperties().SelectMany(property => property.PropertyType.IsSubclassOf(typeof(RunKeyGroup))
            ? Of(property.PropertyType, [.. groups, property], own)
            : [new RunKey(groups, property, own)]);
}
