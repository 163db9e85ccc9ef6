using Mono.Cecil;

namespace GanCluster.Architecture.Tests;

/// <summary>Which namespaces of an assembly use which, with a type of each side for an example.</summary>
internal sealed class NamespaceGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _arrows = new(StringComparer.Ordinal);

    /// <param name="below">Of these namespaces alone: this one and those below it.</param>
    internal NamespaceGraph(AssemblyDefinition assembly, string below)
    {
        bool IsBelow(string name) => name == below || name.StartsWith(below + ".", StringComparison.Ordinal);

        foreach (var type in assembly.MainModule.Types.Where(type => IsBelow(type.Namespace)))
        {
            _arrows.TryAdd(type.Namespace, new SortedDictionary<string, string>(StringComparer.Ordinal));
            foreach (var used in Uses.Of(type).Where(used => IsBelow(used.Namespace) && used.Namespace != type.Namespace))
            {
                _arrows[type.Namespace][used.Namespace] = $"{type.Name} uses {used.Name}";
            }
        }
    }

    /// <summary>Namespaces that reach each other, and the arrows between them, a text a circle.</summary>
    internal IReadOnlyList<string> Circles()
    {
        var reach = _arrows.Keys.ToDictionary(name => name, Reach);
        return
        [
            .. _arrows.Keys
                .Select(name => _arrows.Keys.Where(other => reach[name].Contains(other) && reach[other].Contains(name)).ToList())
                .Where(circle => circle.Count > 1)
                .Select(Describe)
                .Distinct(),
        ];
    }

    private HashSet<string> Reach(string from)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([from]);
        while (open.TryPop(out var name))
        {
            foreach (var next in _arrows.GetValueOrDefault(name)?.Keys.Where(reached.Add) ?? [])
            {
                open.Push(next);
            }
        }

        return reached;
    }

    private string Describe(List<string> circle) => string.Join(Environment.NewLine, circle.SelectMany(
        from => _arrows[from].Where(arrow => circle.Contains(arrow.Key))
            .Select(arrow => $"{from} -> {arrow.Key} ({arrow.Value})")));
}
