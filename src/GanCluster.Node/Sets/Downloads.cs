using System.Net;
using System.Net.Sockets;

namespace GanCluster.Node.Sets;

/// <summary>Reads what is published at an address, by whatever proxy the environment names.</summary>
/// <param name="progress">Told the bytes that came of a file so far, and how many it has if that is known.</param>
internal sealed class Downloads(Action<long, long?> progress)
{
    private const long MostBytes = 512L << 20;

    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(15);

    /// <summary>Nothing came for so long: the other side is gone.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = Connecting,
        MaxAutomaticRedirections = 5,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <param name="read">Given what the address holds, as it comes; can be read forward only.</param>
    /// <exception cref="RouteException">What is there is no file, or a larger one than any data set has, or it was broken
    /// off.</exception>
    /// <exception cref="HttpRequestException">Nobody answers there.</exception>
    internal async Task Read(Uri address, Func<Stream, Task> read, CancellationToken stop)
    {
        using var silent = CancellationTokenSource.CreateLinkedTokenSource(stop);
        silent.CancelAfter(Silence);
        try
        {
            using var response = await Client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, silent.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new RouteException($"the answer is {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd());
            }

            await using var content = await response.Content.ReadAsStreamAsync(silent.Token);
            await read(new Counted(content, response.Content.Headers.ContentLength, progress, silent));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new RouteException($"nothing came for {Silence.TotalSeconds:0} s");
        }
    }

    /// <summary>Where an address leads, without what may be a secret in it.</summary>
    internal static string Place(Uri address) => address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    /// <summary>Why nobody could be reached, without the address.</summary>
    internal static string Reason(HttpRequestException e) => (e.HttpRequestError, e.GetBaseException()) switch
    {
        (HttpRequestError.NameResolutionError, _) => "no such host, or no network",
        (HttpRequestError.SecureConnectionError, _) => "its certificate is not trusted here",
        (HttpRequestError.ConnectionError, SocketException socket) => socket.SocketErrorCode == SocketError.ConnectionRefused
            ? "nobody listens there"
            : "it can't be reached",
        (HttpRequestError.ConnectionError, _) => "it can't be reached",
        _ => "the connection was broken off",
    };

    private sealed class Counted(Stream content, long? length, Action<long, long?> progress, CancellationTokenSource silent)
        : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _read;
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            silent.CancelAfter(Silence);
            try
            {
                var count = await content.ReadAsync(buffer, silent.Token);
                _read += count;
                progress(_read, length);
                return _read <= MostBytes ? count : throw new RouteException("it is larger than a data set would be");
            }
            catch (IOException)
            {
                throw new RouteException("the connection was broken off");
            }
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
