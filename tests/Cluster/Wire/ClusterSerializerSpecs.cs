using System.Collections;
using System.Reflection;
using System.Runtime.Serialization;
using GanCluster.Cluster.Wire;

namespace GanCluster.Cluster.Tests.Wire;

public class ClusterSerializerSpecs
{
    private readonly ClusterSerializer _serializer = new(null!);

    public static TheoryData<int> Each => new(Enumerable.Range(0, Messages.All.Count));

    [Theory]
    [MemberData(nameof(Each))]
    public void A_message_comes_back_as_it_was(int index)
    {
        var message = Messages.All[index];

        var back = _serializer.FromBinary(_serializer.ToBinary(message), _serializer.Manifest(message));

        Assert.Equal(Describe(message), Describe(back));
    }

    [Theory]
    [MemberData(nameof(Each))]
    public void The_largest_messages_fit_into_akka_s_frame(int index) =>
        Assert.InRange(_serializer.ToBinary(Messages.All[index]).Length, 0, Protocol.LongestMessage);

    [Fact]
    public void Every_message_of_the_protocol_is_tried_here() => Assert.Equal(
        typeof(IClusterMessage).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IClusterMessage)) && !t.IsInterface)
            .Select(t => t.Name).Order(),
        Messages.All.Select(m => m.GetType().Name).Distinct().Order());

    [Fact]
    public void Every_manifest_has_one_kind_of_message_and_is_tried_here() => Assert.Equal(
        WireTable.Manifests.Order(StringComparer.Ordinal),
        Messages.All.Select(_serializer.Manifest).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void What_is_longer_than_a_frame_is_refused_unread() => Assert.Throws<SerializationException>(
        () => _serializer.FromBinary(new byte[Protocol.LongestMessage + 1], "node-welcome"));

    [Theory]
    [MemberData(nameof(Each))]
    public void A_message_cut_short_anywhere_is_refused(int index)
    {
        var (bytes, manifest) = (_serializer.ToBinary(Messages.All[index]), _serializer.Manifest(Messages.All[index]));
        for (var length = 0; length < bytes.Length; length += 1 + (bytes.Length / 300))
        {
            Assert.Throws<SerializationException>(() => _serializer.FromBinary(bytes[..length], manifest));
        }
    }

    [Theory]
    [MemberData(nameof(Each))]
    public void A_byte_too_many_is_refused(int index) => Assert.Throws<SerializationException>(() => _serializer.FromBinary(
        [.. _serializer.ToBinary(Messages.All[index]), 0], _serializer.Manifest(Messages.All[index])));

    [Fact]
    public void Garbage_is_refused_or_read_but_never_anything_else()
    {
        var random = new Random(7);
        var manifests = WireTable.Manifests.ToList();
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            Try(bytes, manifests[i % manifests.Count]);
        }
    }

    [Fact]
    public void Mutated_messages_are_refused_or_read_but_never_anything_else()
    {
        var random = new Random(8);
        foreach (var message in Messages.All)
        {
            for (var i = 0; i < 500; i++)
            {
                var bytes = _serializer.ToBinary(message);
                if (bytes.Length > 0)
                {
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                }

                Try(bytes, _serializer.Manifest(message));
            }
        }
    }

    [Fact]
    public void An_unknown_manifest_is_refused() =>
        Assert.Throws<SerializationException>(() => _serializer.FromBinary([], "System.Object"));

    [Fact]
    public void What_is_no_message_is_not_written() =>
        Assert.Throws<SerializationException>(() => _serializer.ToBinary("text"));

    [Fact]
    public void A_reason_that_is_too_long_is_cut()
    {
        var back = (RunEnded)_serializer.FromBinary(
            _serializer.ToBinary(new RunEnded(true, new string('x', 5_000), 1)), _serializer.Manifest(new RunEnded(true, "", 1)));

        Assert.Equal(Protocol.LongestReason, back.Reason.Length);
    }

    private void Try(byte[] bytes, string manifest)
    {
        try
        {
            Assert.NotNull(_serializer.FromBinary(bytes, manifest));
        }
        catch (SerializationException)
        {
        }
    }

    /// <summary>Records compare immutable arrays by reference; this compares everything by value.</summary>
    private static string Describe(object? value) => value switch
    {
        null => "null",
        string text => text,
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Describe))}]",
        _ when value.GetType().IsPrimitive => value.ToString()!,
        _ => $"{value.GetType().Name}({string.Join(", ", Properties(value).Select(p => $"{p.Name}={Describe(p.GetValue(value))}"))})",
    };

    private static IEnumerable<PropertyInfo> Properties(object value) =>
        value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0);
}
