using System.Globalization;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Libtorch;

public class HostAllocatorSpecs
{
    /// <summary>The tenth number after the name, of those that proc(5) lists.</summary>
    private const int MinorFaults = 7;

    [Fact]
    public void What_a_step_gives_back_it_gets_again_without_new_pages()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        const int Times = 40;
        const int Pages = (1 << 23) / 4096;
        Take();
        var before = Faults();
        for (var i = 0; i < Times; i++)
        {
            Take();
        }

        Assert.InRange(Faults() - before, 0, Times * Pages / 4);

        static void Take()
        {
            using var taken = ones(1 << 21);
        }
    }

    /// <summary>Of this thread.</summary>
    private static long Faults()
    {
        var line = File.ReadAllText("/proc/thread-self/stat");
        return long.Parse(line[(line.LastIndexOf(')') + 2)..].Split(' ')[MinorFaults], CultureInfo.InvariantCulture);
    }
}
