using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Node.Devices;
using GanCluster.Training.Devices;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Runs;

/// <summary>A run as asked for, checked: nothing has been started or written yet.</summary>
/// <param name="Parts">What it can be made of here.</param>
/// <param name="TargetStep">The step at which it ends unless it is stopped.</param>
internal sealed record RunRequest(
    string Name, RunConfiguration Configuration, RunParts Parts, long TargetStep, int Workers)
{
    /// <summary>Of the samples that it reads, once they are found; empty before. It takes a while, beside other things.</summary>
    internal Task<string> Digest { get; init; } = Task.FromResult("");

    /// <summary>The digest; waits for it.</summary>
    internal string DataSha256 => Digest.GetAwaiter().GetResult();

    /// <summary>weights_sha256 of the run whose weights it began from; empty: it began anew.</summary>
    internal string From { get; init; } = "";

    /// <summary>What the workers in this process compute on; null: the processor, or elsewhere.</summary>
    internal IReadOnlyList<string>? Devices { get; init; }

    /// <summary>What its versions are measured on in this process: the first of its devices that are on this machine.</summary>
    internal string Evaluator { get; init; } = DeviceKind.Cpu;

    /// <summary>Of the devices that compute the run, as far as it is known here.</summary>
    internal string Kind { get; init; } = DeviceKind.Cpu;

    /// <summary>What the run's bits depend on beside its configuration. Loads libtorch.</summary>
    internal string Kernels => DeviceKind.Kernels(Configuration, Kind);

    /// <summary>Its data, as they were found here.</summary>
    internal required FoundData Data { get; init; }

    /// <param name="runData">Where its data are; null: by their name.</param>
    /// <exception cref="UserInputException">The run, a key, a value or the data can't be used.</exception>
    internal static RunRequest Resolve(
        RunParts parts, string run, IEnumerable<string> settings, ulong? seed, long? steps, long? images, int workers,
        RunData? runData = null)
    {
        runData ??= RunData.ByName;
        var (name, configuration) = Read(parts, run, settings, seed, runData.Path);
        var data = runData.Find(configuration, parts);
        configuration = parts.Resolve(configuration, data.Facts);
        var target = steps ?? (images is { } n ? RunLength.StepsFor(configuration, n) : RunLength.Steps(configuration));
        return new RunRequest(name, configuration, parts, target, workers) { Data = data };
    }

    /// <summary>On devices of this machine. Comes after the process's environment is set, for it may load libtorch.</summary>
    /// <param name="devices">What its workers compute on; null: it is not known, here processors.</param>
    /// <param name="here">Whether they compute in this process.</param>
    /// <param name="note">Is told what was chosen.</param>
    /// <exception cref="UserInputException">A device is not there, or can't compute the run.</exception>
    internal RunRequest On(DeviceChoice? devices, bool here, Action<string> note)
    {
        var request = this;
        if (devices is not null)
        {
            var shares = DeviceShares.Here(devices, nodes: 0);
            request = this with
            {
                Kind = shares.Kind,
                Evaluator = shares.Nodes[0][0],
                Devices = here ? shares.Nodes[0] : null,
                Workers = here ? shares.Workers : Workers,
            };
            if (shares.Note is { } chosen)
            {
                note(chosen);
            }
        }

        if (here)
        {
            DeviceKind.RequireFor(Configuration.Precision, request.Kind);
            GpuNumerics.Apply(Configuration.Precision, request.Devices ?? []);
        }

        return request;
    }

    /// <summary>The configuration as it was written, before its data are looked at.</summary>
    /// <param name="data">The path of <c>--data</c>, which takes the place of the run's own; null: not given.</param>
    /// <exception cref="UserInputException">The run or a key can't be used.</exception>
    internal static (string Name, RunConfiguration Configuration) Read(
        RunParts parts, string run, IEnumerable<string> settings, ulong? seed, string? data)
    {
        var file = RunCatalog.Here().Read(run);
        var configuration = RunSettings.Apply(
            RunConfigurationReader.Parse(file.Json, file.Source, parts.Names), settings, parts.Names);
        configuration = configuration with { Seed = seed ?? configuration.Seed, Data = data is null ? configuration.Data : "" };
        RunConfigurationRules.Validate(configuration, parts.Names);
        return data is null && configuration.Data.Length == 0
            ? throw new UserInputException($"{file.Source}: the run names no data: give --data PATH, a folder of images")
            : (file.Name, configuration);
    }
}
