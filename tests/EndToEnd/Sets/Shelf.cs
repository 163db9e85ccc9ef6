using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Text;
using GanCluster.Node.Security;

namespace GanCluster.EndToEnd.Tests.Sets;

/// <summary>A server of files on loopback, and what it was asked for.</summary>
internal sealed class Shelf : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, Action<HttpListenerResponse>> _answers = new();

    internal Shelf()
    {
        Address = $"http://127.0.0.1:{FreePort.Several("127.0.0.1", 1)[0]}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = Serve();
    }

    internal string Address { get; }

    /// <summary>The paths in order.</summary>
    internal ConcurrentQueue<string> Asked { get; } = new();

    internal void Put(string path, byte[] content) => _answers[path] = response => response.OutputStream.Write(content);

    internal void Redirect(string path, string to) => _answers[path] = response =>
    {
        response.StatusCode = 302;
        response.RedirectLocation = to;
    };

    /// <summary>Says the whole length and breaks the connection off in the middle.</summary>
    internal void BreakOff(string path, byte[] content) => _answers[path] = response =>
    {
        response.ContentLength64 = content.Length;
        response.OutputStream.Write(content.AsSpan(0, content.Length / 2));
        response.OutputStream.Flush();
        response.Abort();
    };

    /// <summary>A gzipped tar of texts by their paths.</summary>
    internal static byte[] Archive(params IEnumerable<(string Path, string Text)> files) => Archive(
        files.Select(file => (TarEntry)new PaxTarEntry(TarEntryType.RegularFile, file.Path)
        {
            DataStream = new MemoryStream(Encoding.UTF8.GetBytes(file.Text)),
        }));

    internal static byte[] Archive(IEnumerable<TarEntry> entries)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true)))
        {
            foreach (var entry in entries)
            {
                tar.WriteEntry(entry);
            }
        }

        return bytes.ToArray();
    }

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                var path = context.Request.Url!.AbsolutePath;
                Asked.Enqueue(path);
                if (_answers.TryGetValue(path, out var answer))
                {
                    answer(context.Response);
                }
                else
                {
                    context.Response.StatusCode = 404;
                }

                Close(context.Response);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static void Close(HttpListenerResponse response)
    {
        try
        {
            response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // It was broken off on purpose.
        }
    }
}
