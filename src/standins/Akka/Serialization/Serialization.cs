using System.Collections.Concurrent;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Internal;

namespace Akka.Serialization;

/// <summary>The serializers of <c>akka.actor.serializers</c> and the types that
/// <c>akka.actor.serialization-bindings</c> gives them. There is
/// no fallback: a type without a binding has no serializer.</summary>
public class Serialization
{
    private readonly Dictionary<int, Serializer> _byId = [];
    private readonly List<(Type Type, Serializer Serializer)> _bindings = [];
    private readonly ConcurrentDictionary<Type, Serializer?> _found = new();

    internal Serialization(ExtendedActorSystem system)
    {
        var serializers = new Dictionary<string, Serializer>(StringComparer.Ordinal);
        foreach (var (name, type) in Entries(system.Settings.Config, "akka.actor.serializers"))
        {
            var serializer = (Serializer)Activator.CreateInstance(Find(type), system)!;
            serializers.Add(name, serializer);
            AddSerializer(serializer);
        }

        foreach (var (type, name) in Entries(system.Settings.Config, "akka.actor.serialization-bindings"))
        {
            AddSerializationMap(Find(type), serializers.TryGetValue(name, out var serializer)
                ? serializer
                : throw new ArgumentException($"akka.actor.serialization-bindings: no serializer has the name '{name}'"));
        }
    }

    /// <summary>As other nodes can resolve it: with this system's address and the actor's uid.</summary>
    public static string SerializedActorPath(IActorRef actorRef)
    {
        return actorRef is ActorRefBase { System: { } system }
            ? actorRef.Path.ToSerializationFormatWithAddress(system.Provider.DefaultAddress)
            : actorRef?.Path.ToSerializationFormat() ?? "";
    }

    /// <exception cref="SerializationException">No binding is for the object's type, a base class or an interface of
    /// it.</exception>
    public Serializer FindSerializerFor(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return _found.GetOrAdd(obj.GetType(), Bound)
            ?? throw new SerializationException($"No serializer is bound to {obj.GetType()} (akka.actor.serialization-bindings)");
    }

    /// <exception cref="SerializationException">No serializer has the identifier, or it cannot read such bytes.</exception>
    public object Deserialize(byte[] bytes, int serializerId, string manifest)
    {
        if (!_byId.TryGetValue(serializerId, out var serializer))
        {
            throw new SerializationException($"No serializer has the identifier {serializerId}");
        }

        return serializer is SerializerWithStringManifest byManifest
            ? byManifest.FromBinary(bytes, manifest)
            : throw new SerializationException($"{serializer.GetType()} has no string manifests");
    }

    public void AddSerializer(Serializer serializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        if (!_byId.TryAdd(serializer.Identifier, serializer))
        {
            throw new ArgumentException($"Two serializers have the identifier {serializer.Identifier}");
        }
    }

    public void AddSerializationMap(Type type, Serializer serializer)
    {
        _bindings.Add((type, serializer));
        _found.Clear();
    }

    private static Type Find(string name)
    {
        return Type.GetType(name) ?? throw new ArgumentException($"akka.actor: there is no type '{name}'");
    }

    private static IEnumerable<KeyValuePair<string, string>> Entries(Config config, string path)
    {
        var section = config.GetConfig(path);
        return config.Keys(path).Select(key => KeyValuePair.Create(key, section.GetString($"\"{key}\"")));
    }

    /// <summary>The most derived type that has a binding.</summary>
    private Serializer? Bound(Type type)
    {
        var candidates = _bindings.Where(binding => binding.Type.IsAssignableFrom(type)).ToList();
        return candidates.Find(one => candidates.TrueForAll(other => other.Type.IsAssignableFrom(one.Type))).Serializer
            ?? candidates.FirstOrDefault().Serializer;
    }
}
