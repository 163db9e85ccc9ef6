using System.Text;
using GanCluster.Core;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Security;

namespace GanCluster.EndToEnd.Tests.Security;

[Collection(EnvironmentCollection.Name)]
public sealed class ClusterSecretSpecs : IDisposable
{
    private const string Sixteen = "0123456789abcdef";

    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(ClusterSecret.Variable, null);
        _folder.Dispose();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_file_and_variable_there_is_none(string? variable)
    {
        Environment.SetEnvironmentVariable(ClusterSecret.Variable, variable);
        Assert.Null(ClusterSecret.Load(null));
    }

    [Fact]
    public void The_variable_is_a_secret_and_a_file_goes_before_it()
    {
        Environment.SetEnvironmentVariable(ClusterSecret.Variable, Sixteen + "é");
        Assert.Equal(Encoding.UTF8.GetBytes(Sixteen + "é"), ClusterSecret.Load(null)!.Bytes);
        Assert.Equal(Encoding.UTF8.GetBytes(Sixteen), ClusterSecret.Load(Secret(Sixteen))!.Bytes);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void The_end_of_the_line_is_no_part_of_it(string end)
    {
        Assert.Equal(Encoding.UTF8.GetBytes(Sixteen), ClusterSecret.Load(Secret(Sixteen + end))!.Bytes);
    }

    [Fact]
    public void A_short_one_is_refused_and_not_shown()
    {
        Environment.SetEnvironmentVariable(ClusterSecret.Variable, Sixteen[..15]);
        var fromVariable = Assert.Throws<UserInputException>(() => ClusterSecret.Load(null)).Message;
        Assert.StartsWith("GANCLUSTER_SECRET has 15 bytes; it takes at least 16", fromVariable, StringComparison.Ordinal);
        Assert.DoesNotContain(Sixteen[..15], fromVariable, StringComparison.Ordinal);

        var file = Secret(Sixteen[..15] + "\n");
        Assert.StartsWith(
            $"the secret in '{file}' has 15 bytes; it takes at least 16",
            Assert.Throws<UserInputException>(() => ClusterSecret.Load(file)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused()
    {
        Assert.Equal(
            $"can't read '{_folder.Below("none")}': no such file or folder; give a readable --secret-file",
            Assert.Throws<UserInputException>(() => ClusterSecret.Load(_folder.Below("none"))).Message);
    }

    [Fact]
    public void A_file_that_others_can_read_is_used_and_told()
    {
        var file = Secret(Sixteen);
        Assert.Null(ClusterSecret.Load(file)!.Note);
        foreach (var open in new[] { UnixFileMode.GroupRead, UnixFileMode.OtherRead })
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | open);
            Assert.Contains($"chmod 600 '{file}'", ClusterSecret.Load(file)!.Note, StringComparison.Ordinal);
        }
    }

    private string Secret(string text)
    {
        var file = _folder.Write("secret", text);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }
}

/// <summary>They change this process's environment.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EnvironmentCollection
{
    public const string Name = "environment";
}
