using System.Text;
using GanCluster.Core.Runs;
using GanCluster.Core.Tests.Runs;

namespace GanCluster.Core.Tests.Fuzz;

public sealed class RunFileFuzzSpecs
{
    private const int Count = 20_000;

    [Fact]
    public void Any_run_file_is_read_or_refused()
    {
        byte[][] sound = [.. ShippedRuns.Files.Select(File.ReadAllBytes)];

        var (taken, refused) = Fuzzed.Try(
            FuzzedBytes.Of(sound, Count, seed: 1),
            input =>
            {
                var configuration = RunConfigurationReader.Parse(Encoding.UTF8.GetString(input), "run.json", OwnNames.None);
                RunConfigurationRules.Validate(configuration, OwnNames.None);
            },
            e => e is UserInputException);

        Assert.Equal(Count, taken + refused);
        Assert.True(taken > 100, $"{taken} taken: what is mutated is no longer near a run file");
        Assert.True(refused > 10_000, $"{refused} refused");
    }
}
