using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Launcher;

public sealed class StampSpecs : IDisposable
{
    private readonly TemporaryFolder _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task A_node_whose_packages_have_been_deleted_is_built_again()
    {
        var library = _output.Below("libtorch.so");
        var native = Directory.CreateDirectory(_output.Below("runtimes/linux-x64/native"));
        await File.WriteAllTextAsync(library, "");
        File.CreateSymbolicLink(Path.Combine(native.FullName, "libtorch.so"), library);
        Assert.Equal(0, (await HasItsLibraries()).Code);

        File.Delete(library);
        Assert.Equal(1, (await HasItsLibraries()).Code);
    }

    private Task<Tool> HasItsLibraries() =>
        Tool.Run("bash", "-c", $". eng/common.sh; . eng/stamp.sh; node='{_output.Below("gancluster-node")}'; has_its_libraries");
}
