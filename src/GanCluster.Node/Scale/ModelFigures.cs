using System.Text.Json.Nodes;
using GanCluster.Core.Runs;
using GanCluster.Core.Scale;
using GanCluster.Node.Terminal;

namespace GanCluster.Node.Scale;

/// <summary>The model of efficiency at the sizes and networks that are of interest.</summary>
internal sealed record ModelFigures(ScaleCosts Costs)
{
    private static readonly int[] Devices = [8, 64, 512, 4096];
    private static readonly int[] Gigabits = [10, 100, 400];

    internal Listing Table()
    {
        var listing = new Listing(
        [
            new Column("sync"), new Column("Gbit/s", IsNumber: true),
            .. Devices.Select(devices => new Column($"{devices} GPUs", IsNumber: true)),
        ])
        {
            IsHeaded = true,
        };
        foreach (var (sync, gigabits) in Lines())
        {
            listing.Add(
            [
                sync.ToString().ToLowerInvariant(), $"{gigabits}",
                .. Devices.Select(devices => new Cell($"{Of(sync, gigabits, devices).Share * 100:0.0} %")),
            ]);
        }

        return listing;
    }

    internal JsonObject ToJson() => new()
    {
        ["step_s"] = Costs.StepSeconds,
        ["step_spread"] = Costs.StepSpread,
        ["weights"] = Costs.Weights,
        ["gpus_per_node"] = Costs.DevicesPerNode,
        ["latency_s"] = Costs.LatencySeconds,
        ["slice_s"] = Costs.SliceSeconds,
        ["added_bytes_per_s"] = Costs.AddedBytesPerSecond,
        ["turn_s"] = Costs.TurnSeconds,
        ["turn_s_per_worker"] = Costs.TurnSecondsPerWorker,
        ["sync_every"] = Costs.SyncEvery,
        ["efficiency"] = new JsonArray(
        [
            .. Lines().SelectMany(line => Devices.Select(devices => (line.Sync, line.Gigabits, devices))).Select(at =>
            {
                var of = Of(at.Sync, at.Gigabits, at.devices);
                return (JsonNode)new JsonObject
                {
                    ["sync"] = at.Sync.ToString().ToLowerInvariant(),
                    ["gbit_per_s"] = at.Gigabits,
                    ["gpus"] = at.devices,
                    ["share"] = Math.Round(of.Share, 4),
                    ["computing_s"] = Math.Round(of.Computing, 6),
                    ["waiting_s"] = Math.Round(of.Waiting, 6),
                    ["exchanging_s"] = Math.Round(of.Exchanging, 6),
                    ["coordinating_s"] = Math.Round(of.Coordinating, 6),
                };
            }),
        ]),
    };

    private static IEnumerable<(SyncMode Sync, int Gigabits)> Lines() =>
        from sync in new[] { SyncMode.Gradients, SyncMode.Parameters }
        from gigabits in Gigabits
        select (sync, gigabits);

    private Efficiency Of(SyncMode sync, int gigabits, int devices) =>
        EfficiencyModel.Of(sync, devices, Costs with { BitsPerSecond = gigabits * 1e9 });
}
