using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace GanCluster.Contract.Tests;

public class SerializationSpecs : IAsyncLifetime
{
    private readonly ActorSystem _sys = ActorSystem.Create("spec", ConfigurationFactory.ParseString($$"""
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          loggers = []
          actor {
            serializers { words = "{{typeof(WordSerializer).AssemblyQualifiedName}}" }
            serialization-bindings { "{{typeof(IWord).AssemblyQualifiedName}}" = words }
          }
        }
        """));

    public interface IWord
    {
        string Text { get; }
    }

    public Task InitializeAsync()
    {
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        return _sys.Terminate().WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_message_is_read_back_by_identifier_and_manifest()
    {
        var word = new Word("hello");
        var serializer = Assert.IsType<WordSerializer>(_sys.Serialization.FindSerializerFor(word));

        var back = _sys.Serialization.Deserialize(serializer.ToBinary(word), serializer.Identifier, serializer.Manifest(word));

        Assert.Equal(word, back);
    }

    [Fact]
    public void A_serializer_gets_the_system_and_can_carry_references()
    {
        var actor = _sys.ActorOf(Script.With(), "one");
        var serializer = (WordSerializer)_sys.Serialization.FindSerializerFor(new Word(""));

        var path = Encoding.UTF8.GetString(serializer.ToBinary(new Word(Serialization.SerializedActorPath(actor))));

        Assert.Equal(actor, serializer.System.Provider.ResolveActorRef(path));
    }

    [Fact]
    public void Bytes_of_an_unknown_serializer_are_refused()
    {
        Assert.ThrowsAny<Exception>(() => _sys.Serialization.Deserialize([1], 54321, "w"));
    }

    private sealed record Word(string Text) : IWord;

    private sealed class WordSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public ExtendedActorSystem System => system;

        public override int Identifier => 4242;

        public override byte[] ToBinary(object obj)
        {
            return Encoding.UTF8.GetBytes(((IWord)obj).Text);
        }

        public override object FromBinary(byte[] bytes, string manifest)
        {
            return manifest == "w" ? new Word(Encoding.UTF8.GetString(bytes)) : throw new ArgumentException(manifest);
        }

        public override string Manifest(object o)
        {
            return "w";
        }
    }
}
