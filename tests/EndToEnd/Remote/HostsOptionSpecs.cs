using System.Security.Cryptography.X509Certificates;
using GanCluster.Core;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Options;
using GanCluster.Node.Remote;
using GanCluster.Node.Security;
using GanCluster.Node.Supervision;

namespace GanCluster.EndToEnd.Tests.Remote;

public sealed class HostsOptionSpecs
{
    [Fact]
    public void Train_takes_other_machines_and_how_they_are_reached()
    {
        var options = Invocation.Options<TrainOptions>(
            "train ring8 --hosts a,me@b --remote bin/gancluster --ssh ssh --host 10.0.0.1 --devices cpu:2");

        Assert.Equal(["a", "me@b"], options.Hosts!.Names);
        Assert.Equal(("ssh", "bin/gancluster", "10.0.0.1"), (options.Hosts.Ssh, options.Hosts.Program, options.Hosts.Address));
        var started = options with { Nodes = 2 };
        Assert.Equal(4, started.Workers);
        Assert.Equal(
            ["worker", "--join=-", "--keys=-", "--host=10.0.0.2", "--devices=cpu:2"],
            NodeArguments.RemoteWorker(started, "10.0.0.2"));
    }

    [Theory]
    [InlineData("--hosts a,,b", "--hosts is 'a,,b'; it takes hosts as ssh takes them, with commas between, each once")]
    [InlineData("--hosts a,a", "--hosts is 'a,a'; it takes hosts as ssh takes them, with commas between, each once")]
    [InlineData("--hosts=-oX=x", "--hosts is '-oX=x'; it takes hosts as ssh takes them, with commas between, each once")]
    [InlineData("--hosts a --nodes 2", "--hosts and --nodes exclude each other; give one")]
    [InlineData("--hosts a --coordinators 3", "--hosts and --coordinators exclude each other; give one")]
    [InlineData("--remote x", "--remote is given without --hosts; give that as well")]
    public async Task What_contradicts_itself_is_refused(string given, string refusal) =>
        Assert.StartsWith(refusal, (await Invocation.Of($"train ring8 {given}")).Refusal(), StringComparison.Ordinal);

    [Fact]
    public void What_is_called_localhost_here_is_this_machine_to_all() => Assert.Equal(
        [new RemoteHost("localhost", "10.0.0.1"), new RemoteHost("me@gan", "10.0.0.2")],
        RemoteHost.Of(["localhost", "me@gan"], ["localhost", "10.0.0.2"], "10.0.0.1"));

    [Fact]
    public void A_machine_without_others_is_reached_by_loopback_and_one_that_is_not_known_is_refused()
    {
        Assert.Equal("127.0.0.1", RemoteHost.Own(["localhost", "127.0.0.1"]));
        Assert.Contains(
            "'no-such-host.invalid'",
            Assert.Throws<UserInputException>(() => RemoteHost.Own(["no-such-host.invalid"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_is_one_word_to_a_shell() => Assert.Equal("'it'\\''s $HOME'", Ssh.Quoted("it's $HOME"));

    [Fact]
    public void Keys_are_told_in_a_line_and_their_file_is_gone_with_them()
    {
        string file;
        using (var keys = NodeKeys.Make(DateTimeOffset.UtcNow))
        {
            file = keys.File;
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            var (secret, certificate) = NodeKeys.Read(keys.Line);
            using var given = certificate;
            using var own = X509CertificateLoader.LoadPkcs12FromFile(file, password: null);
            Assert.Equal(keys.Secret, System.Text.Encoding.UTF8.GetString(secret.Bytes));
            Assert.Equal((own.Thumbprint, true), (given.Thumbprint, given.HasPrivateKey));
        }

        Assert.False(Path.Exists(Path.GetDirectoryName(file)));
        Assert.All(
            ["", "secret", "secret certificate", "a b c"],
            line => Assert.Throws<UserInputException>(() => NodeKeys.Read(line)));
    }
}
