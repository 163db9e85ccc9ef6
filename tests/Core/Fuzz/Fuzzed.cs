using System.Text;

namespace GanCluster.Core.Tests.Fuzz;

/// <summary>Parsers meet what users, other programs and broken disks give them: each input is taken, or refused in the parser's own
/// way, with memory that the input's size bounds.</summary>
internal static class Fuzzed
{
    /// <summary>Of one parse, beside a multiple of the input.</summary>
    private const long Allowance = 4 << 20;

    private const int Factor = 64;

    /// <param name="parse">With one input.</param>
    /// <param name="isRefusal">Of its own exceptions; any other fails the test, with the input.</param>
    /// <returns>How many were taken and refused.</returns>
    public static (int Taken, int Refused) Try(IEnumerable<byte[]> inputs, Action<byte[]> parse, Func<Exception, bool> isRefusal)
    {
        var (taken, refused) = (0, 0);
        foreach (var input in inputs)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                parse(input);
                taken++;
            }
            catch (Exception e) when (isRefusal(e))
            {
                refused++;
                Assert.False(string.IsNullOrWhiteSpace(e.Message));
            }
            catch (Exception e)
            {
                Assert.Fail($"{e.GetType().Name}: {e.Message}\nby {Convert.ToHexString(input)}\n{Encoding.Latin1.GetString(input)}\n{e.StackTrace}");
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < Allowance + (Factor * input.Length), $"{allocated} bytes for {Convert.ToHexString(input)}");
        }

        return (taken, refused);
    }
}
