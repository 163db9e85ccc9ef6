using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using GanCluster.Exchange.Tcp.Connections;
using GanCluster.Exchange.Tcp.Shared;

namespace GanCluster.Exchange.Tests.Tcp.Shared;

public sealed class SharedOfferSpecs : IDisposable
{
    private const string Folder = "/dev/shm";
    private const int MaxFrame = 1 << 20;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private readonly Channel _dialler;
    private readonly Channel _acceptor;

    public SharedOfferSpecs()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        far.Connect(listener.LocalEndPoint!);
        (_dialler, _acceptor) = (new Channel(far), new Channel(listener.Accept()));
    }

    [LinuxFact]
    public async Task Both_ends_have_the_memory()
    {
        var dialled = Task.Run(() => SharedOffer.Dialled(_dialler, MaxFrame, Timeout));

        var accepted = SharedOffer.Accepted(_acceptor, isWanted: true, MaxFrame, Timeout);

        Assert.NotNull(accepted);
        Assert.NotNull(await dialled);
        accepted.Dispose();
        (await dialled)!.Dispose();
    }

    [LinuxFact]
    public async Task What_the_acceptor_does_not_want_goes_through_the_connection()
    {
        var dialled = Task.Run(() => SharedOffer.Dialled(_dialler, MaxFrame, Timeout));

        var accepted = SharedOffer.Accepted(_acceptor, isWanted: false, MaxFrame, Timeout);

        Assert.Null(accepted);
        Assert.Null(await dialled);
    }

    [LinuxTheory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task The_memory_is_this_users_alone_its_name_is_gone_after_the_answer_and_it_with_its_end(byte answer)
    {
        var dialled = Task.Run(() => SharedOffer.Dialled(_dialler, MaxFrame, Timeout));
        var name = NameOf(_acceptor);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(name).UnixFileMode);

        _acceptor.Send([answer]);

        Assert.Equal((answer == 1, answer == 1), (await dialled is not null, IsMapped(name)));
        Assert.False(File.Exists(name), name);
        (await dialled)?.Dispose();
        Assert.False(IsMapped(name));
    }

    [LinuxFact]
    public async Task An_acceptor_that_says_nothing_is_given_up_and_the_name_is_gone()
    {
        var dialled = Task.Run(() => SharedOffer.Dialled(_dialler, MaxFrame, Timeout));
        var name = NameOf(_acceptor);

        await Assert.ThrowsAsync<IOException>(() => dialled);

        Assert.False(File.Exists(name), name);
    }

    [Theory]
    [InlineData("gancluster-0123456789abcdef0123456789abcdef", 4 << 20)]
    [InlineData("../etc/passwd", 4 << 20)]
    [InlineData("gancluster-../../../etc/passwd1234567890abc", 4 << 20)]
    [InlineData("gancluster-0123456789abcdef0123456789abcdef", 64)]
    [InlineData("gancluster-0123456789abcdef0123456789abcdef", int.MaxValue)]
    [InlineData("gancluster-0123456789abcdef0123456789abcdef", -4)]
    public void What_is_no_memory_of_this_machine_is_declined(string name, int capacity)
    {
        Offer(name, capacity);

        Assert.Null(SharedOffer.Accepted(_acceptor, isWanted: true, MaxFrame, Timeout));
        Assert.Equal(0, Read(_dialler, 1)[0]);
    }

    /// <summary>To write beyond its end would end the process.</summary>
    [LinuxFact]
    public void A_file_that_is_shorter_than_it_is_said_to_be_is_declined()
    {
        const string Name = "gancluster-00112233445566778899aabbccddeeff";
        File.WriteAllBytes(Path.Combine(Folder, Name), new byte[4096]);
        try
        {
            Offer(Name, 4 << 20);

            Assert.Null(SharedOffer.Accepted(_acceptor, isWanted: true, MaxFrame, Timeout));
        }
        finally
        {
            File.Delete(Path.Combine(Folder, Name));
        }
    }

    [Fact]
    public void A_dialler_that_says_nothing_is_waited_for_no_longer_than_for_a_handshake() =>
        Assert.True(Sockets.IsBroken(Assert.ThrowsAny<Exception>(() => SharedOffer.Accepted(_acceptor, isWanted: true, MaxFrame, Timeout))));

    public void Dispose()
    {
        _dialler.Close();
        _acceptor.Close();
    }

    private static bool IsMapped(string name) =>
        File.ReadLines("/proc/self/maps").Any(line => line.Contains(name, StringComparison.Ordinal));

    private static string NameOf(Channel acceptor)
    {
        var name = Encoding.ASCII.GetString(Read(acceptor, Read(acceptor, 1)[0]));
        Read(acceptor, sizeof(int));
        return Path.Combine(Folder, name);
    }

    private static byte[] Read(Channel channel, int count)
    {
        var bytes = new byte[count];
        channel.Receive(bytes);
        return bytes;
    }

    private void Offer(string name, int capacity)
    {
        var size = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(size, capacity);
        _dialler.Send([(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. size]);
    }
}
