using GanCluster.Core.Health;
using GanCluster.Core.Noise;

namespace GanCluster.Core.Tests.Health;

internal static class Checks
{
    /// <summary>Between two checks.</summary>
    public const long Every = 100;

    public static HealthCheck Check(int number, params IEnumerable<(string Name, double Value)> values) =>
        HealthCheck.Of(number * Every, values);

    /// <summary>Check number i, from 1 on, has the i-th value of the one measure.</summary>
    public static IEnumerable<HealthCheck> Series(string name, params IEnumerable<double> values) =>
        values.Select((value, i) => Check(i + 1, (name, value)));

    /// <summary>The verdict after each check.</summary>
    public static List<HealthVerdict> Fold(IEnumerable<HealthCheck> checks)
    {
        var state = HealthState.Start;
        return [.. checks.Select(check => (state = state.Apply(check, HealthOptions.Default)).Verdict)];
    }

    /// <summary>Normals of stream <paramref name="id"/>.</summary>
    public static float[] Normal(ulong id, int count)
    {
        var values = new float[count];
        Normals.Fill(seed: 14, NoiseStream.Of(NoisePurpose.Sampling, id), 0, values);
        return values;
    }
}
