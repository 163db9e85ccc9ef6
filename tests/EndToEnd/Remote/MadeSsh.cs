using GanCluster.EndToEnd.Tests.Commands;

namespace GanCluster.EndToEnd.Tests.Remote;

/// <summary>A command that stands in for ssh: hosts are this machine, but for <c>away</c>, which nobody reaches. What it is told
/// goes through a process of its own, with whose end the node there hears no more, as with ssh's.</summary>
internal sealed class MadeSsh : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal MadeSsh()
    {
        Command = _folder.Write("ssh", """
            #!/bin/sh
            while [ "$1" != "${1#-}" ]; do
              case $1 in
                -G) echo "user me"; echo "hostname 127.0.0.1"; exit 0 ;;
                -o) shift 2 ;;
                *) shift ;;
              esac
            done
            if [ "$1" = away ]; then
              echo "ssh: connect to host away port 22: Connection refused" >&2
              exit 255
            fi
            shift
            cat | sh -c "$*"
            """.ReplaceLineEndings("\n"));
        File.SetUnixFileMode(Command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    internal string Command { get; }

    public void Dispose() => _folder.Dispose();
}
