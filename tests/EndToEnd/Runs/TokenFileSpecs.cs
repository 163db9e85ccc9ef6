using System.Text;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Runs;

namespace GanCluster.EndToEnd.Tests.Runs;

public sealed class TokenFileSpecs : IDisposable
{
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("a secret of the cluster");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Its_owner_alone_reads_it_whoever_could_read_the_one_before()
    {
        var file = RunFiles.Token(_folder.Path);
        File.WriteAllText(file, "an earlier one");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, (UnixFileMode)0b110_110_110);
        }

        var token = TokenFile.Write(_folder.Path, []);

        Assert.Equal(token + "\n", File.ReadAllText(file));
        Assert.Matches("^[0-9a-f]{64}$", token);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void All_coordinators_of_a_secret_have_the_same_which_does_not_show_the_secret_and_without_one_each_has_its_own()
    {
        var token = TokenFile.Write(_folder.Path, Secret);

        Assert.Equal(token, TokenFile.Write(_folder.Path, Secret));
        Assert.DoesNotContain(Convert.ToHexStringLower(Secret), token, StringComparison.Ordinal);
        Assert.NotEqual(token, TokenFile.Write(_folder.Path, [.. Secret, 1]));
        Assert.NotEqual(TokenFile.Write(_folder.Path, []), TokenFile.Write(_folder.Path, []));
    }

    [Fact]
    public void It_is_taken_away_once_and_again()
    {
        TokenFile.Write(_folder.Path, Secret);

        TokenFile.Remove(_folder.Path);
        TokenFile.Remove(_folder.Path);

        Assert.False(File.Exists(RunFiles.Token(_folder.Path)));
    }
}
