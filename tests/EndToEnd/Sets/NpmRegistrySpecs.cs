using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Sets;

namespace GanCluster.EndToEnd.Tests.Sets;

public sealed class NpmRegistrySpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];

    public NpmRegistrySpecs()
    {
        _environment["HOME"] = _folder.Path;
        _environment["npm_config_globalconfig"] = _folder.Below("global");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_setting_it_is_everybodys() => Assert.Equal("https://registry.npmjs.org/", Address());

    [Theory]
    [InlineData("npm_config_registry")]
    [InlineData("NPM_CONFIG_REGISTRY")]
    public void The_environment_comes_first(string name)
    {
        _folder.Write(".npmrc", "registry=https://users.example/");
        _environment[name] = "https://environment.example/npm";
        Assert.Equal("https://environment.example/npm/", Address());
    }

    [Fact]
    public void The_users_file_comes_before_the_global_one()
    {
        _folder.Write("global", "registry=https://global.example");
        Assert.Equal("https://global.example/", Address());
        _folder.Write(".npmrc", "; a comment\nfund = false\n#registry=https://no.example\nregistry = \"https://users.example/a\"\n");
        Assert.Equal("https://users.example/a/", Address());
    }

    [Fact]
    public void A_file_may_stand_elsewhere_and_name_variables()
    {
        _environment["npm_config_userconfig"] = _folder.Write("mine", "registry=https://${MIRROR}.example/");
        _environment["MIRROR"] = "own";
        Assert.Equal("https://own.example/", Address());
    }

    [Theory]
    [InlineData("")]
    [InlineData("ftp://files.example/")]
    [InlineData("no address")]
    public void What_is_no_web_address_is_not_taken(string address)
    {
        _environment["npm_config_registry"] = address;
        Assert.Equal("https://registry.npmjs.org/", Address());
    }

    [Fact]
    public void What_is_told_of_an_address_holds_no_secret() =>
        Assert.Equal("https://own.example:81", Downloads.Place(new Uri("https://me:secret@own.example:81/npm/?token=secret")));

    private string Address() => NpmRegistry.Address(name => _environment.GetValueOrDefault(name)).AbsoluteUri;
}
