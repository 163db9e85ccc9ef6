using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Tcp.Connections;
using GanCluster.Exchange.Tcp.Versions;

namespace GanCluster.Exchange.Tests.Tcp;

public class VersionSpecs
{
    private static readonly VersionSnapshot Version = new(7,
    [
        new VersionTensor("g.0.weight", [3, 200_000], Values(600_000)),
        new VersionTensor("d.0.bias", [5], Values(5)),
        new VersionTensor("empty", [0, 4], Values(0)),
        new VersionTensor("scalar", [], Values(1)),
    ]);

    [Fact]
    public async Task A_fetched_version_equals_the_one_that_is_held()
    {
        using var holder = Nodes.Listen();
        using var node = Nodes.Listen();
        holder.Offer((worker, step, _) => Task.FromResult(worker.Value == "w0" && step == 7 ? Version : null));

        var fetched = await node.Fetch(holder.Endpoint, new WorkerId("w0"), 7, CancellationToken.None);

        AssertEqual(Version, fetched);
        Assert.Equal((holder.BytesSent, node.BytesReceived), (600_006 * 4, 600_006 * 4));
    }

    [Fact]
    public async Task A_version_that_is_not_held_is_refused()
    {
        using var holder = Nodes.Listen();
        using var node = Nodes.Listen();
        holder.Offer((_, step, _) => Task.FromResult(step == 7 ? Version : null));

        var refused = await Assert.ThrowsAnyAsync<IOException>(
            () => node.Fetch(holder.Endpoint, new WorkerId("w0"), 8, CancellationToken.None));

        Assert.Contains("w0 does not hold it", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fetch_fails_when_the_holder_closes_before_it_has_answered()
    {
        var holder = Nodes.Listen();
        using var node = Nodes.Listen();
        using var asked = new SemaphoreSlim(0);
        using var ended = new SemaphoreSlim(0);
        holder.Offer(async (_, _, cancellation) =>
        {
            asked.Release();
            await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => ended.Release(), TaskScheduler.Default);
            return null;
        });
        var fetch = node.Fetch(holder.Endpoint, new WorkerId("w0"), 7, CancellationToken.None);
        Assert.True(await asked.WaitAsync(TimeSpan.FromSeconds(10)));

        holder.Dispose();

        await Assert.ThrowsAnyAsync<IOException>(() => fetch.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.True(await ended.WaitAsync(TimeSpan.FromSeconds(10)), "the holder's source was not called off within 10 s");
    }

    [Fact]
    public async Task A_fetch_ends_when_it_is_cancelled()
    {
        using var holder = Nodes.Listen();
        using var node = Nodes.Listen();
        using var cancellation = new CancellationTokenSource();
        holder.Offer(async (_, _, closed) =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, closed);
            return null;
        });

        var fetch = node.Fetch(holder.Endpoint, new WorkerId("w0"), 7, cancellation.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_fetch_from_a_holder_that_stalls_fails_after_the_stalls_time()
    {
        using var holder = Nodes.Listen();
        using var node = Nodes.Listen(Nodes.Options with { StallTimeout = TimeSpan.FromMilliseconds(100) });
        holder.Offer(async (_, _, closed) =>
        {
            await Task.Delay(Timeout.Infinite, closed);
            return null;
        });

        var fetch = node.Fetch(holder.Endpoint, new WorkerId("w0"), 7, CancellationToken.None);

        await Assert.ThrowsAnyAsync<IOException>(() => fetch.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_fetch_fails_when_the_node_that_fetches_closes()
    {
        using var holder = Nodes.Listen();
        using var node = Nodes.Listen();
        using var asked = new SemaphoreSlim(0);
        holder.Offer(async (_, _, closed) =>
        {
            asked.Release();
            await Task.Delay(Timeout.Infinite, closed);
            return null;
        });
        var fetch = node.Fetch(holder.Endpoint, new WorkerId("w0"), 7, CancellationToken.None);
        Assert.True(await asked.WaitAsync(TimeSpan.FromSeconds(10)), "the holder was not asked within 10 s");

        node.Dispose();

        await Assert.ThrowsAnyAsync<IOException>(() => fetch.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_version_too_large_and_a_name_too_long_are_refused()
    {
        using var holder = Nodes.Listen();
        using var node = Nodes.Listen(Nodes.Options with { MaxVersion = (600_006 * 4) - 1 });
        holder.Offer((_, _, _) => Task.FromResult<VersionSnapshot?>(Version));

        var refused = await Assert.ThrowsAsync<IOException>(
            () => node.Fetch(holder.Endpoint, new WorkerId("w0"), 7, CancellationToken.None));
        Assert.Contains("too many bytes", refused.Message, StringComparison.Ordinal);
        foreach (var (length, reason) in new[] { (255, "too many bytes"), (256, "too long a name") })
        {
            refused = await Assert.ThrowsAsync<IOException>(
                () => node.Fetch(holder.Endpoint, new WorkerId(new string('w', length)), 7, CancellationToken.None));
            Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(1_200_000)]
    [InlineData(-1)]
    public void A_stream_that_is_cut_off_is_refused(int at)
    {
        var bytes = Bytes();

        Assert.Throws<EndOfStreamException>(() => Read(bytes[..(at < 0 ? bytes.Length + at : at)]));
    }

    [Fact]
    public void A_stream_with_a_changed_bit_is_refused()
    {
        var random = new Random(5);
        var bytes = Bytes();
        for (var i = 0; i < 100; i++)
        {
            // Half of them in the header and the first floats.
            var at = random.Next(i % 2 == 0 ? 300 : bytes.Length);
            bytes[at] ^= 1;
            Assert.ThrowsAny<Exception>(() => Read(bytes));
            bytes[at] ^= 1;
        }

        AssertEqual(Version, Read(bytes));
    }

    [Fact]
    public void A_version_beyond_the_bound_is_refused_before_it_is_allocated()
    {
        using var stream = new MemoryStream(Bytes());

        Assert.Throws<InvalidDataException>(() => VersionStream.Read(stream, maxBytes: 600_005 * 4, new Traffic()));
    }

    private static float[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => i * 0.25f)];

    private static byte[] Bytes()
    {
        using var stream = new MemoryStream();
        VersionStream.Write(stream, Version, new Traffic());
        return stream.ToArray();
    }

    private static VersionSnapshot Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return VersionStream.Read(stream, 1 << 30, new Traffic());
    }

    private static void AssertEqual(VersionSnapshot expected, VersionSnapshot actual)
    {
        Assert.Equal(expected.Step, actual.Step);
        Assert.Equal(expected.Tensors.Select(t => t.Name), actual.Tensors.Select(t => t.Name));
        Assert.Equal(expected.Tensors.SelectMany(t => t.Shape), actual.Tensors.SelectMany(t => t.Shape));
        Assert.Equal(expected.Tensors.SelectMany(t => t.Values.ToArray()), actual.Tensors.SelectMany(t => t.Values.ToArray()));
    }
}
