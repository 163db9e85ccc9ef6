using System.Collections;
using System.Reflection;
using static TorchSharp.torch;

namespace GanCluster.Training.Trials;

/// <summary>Where a module keeps layers and tensors that are not registered, for the words of a refusal.</summary>
internal static class Unregistered
{
    /// <returns>Fields, such as <c>_layers</c>.</returns>
    public static IReadOnlyList<string> In(nn.Module module)
    {
        var modules = module.modules().Append(module).ToHashSet<object>(ReferenceEqualityComparer.Instance);
        var tensors = module.parameters().Select(p => p.Handle).Concat(module.buffers().Select(b => b.Handle)).ToHashSet();
        return [.. modules.Where(m => m.GetType().Assembly != typeof(nn.Module).Assembly).SelectMany(Fields).Distinct()];

        IEnumerable<string> Fields(object owner) => FieldsOf(owner.GetType())
            .Where(field => Held(field.GetValue(owner)).Any(IsLeftOut))
            .Select(field => field.Name);

        bool IsLeftOut(object held) => held switch
        {
            nn.Module layer => !modules.Contains(layer),
            Tensor { IsInvalid: false } tensor => !tensors.Contains(tensor.Handle),
            _ => false,
        };
    }

    private static IEnumerable<object> Held(object? value) => value switch
    {
        null => [],
        Tensor or nn.Module or string => [value],
        IDictionary table => table.Values.Cast<object>(),
        IEnumerable many and (Array or IList or ICollection) => many.Cast<object?>().OfType<object>(),
        _ => [value],
    };

    private static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        for (var at = type; at is not null && at.Assembly != typeof(nn.Module).Assembly; at = at.BaseType)
        {
            foreach (var field in at.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }
}
