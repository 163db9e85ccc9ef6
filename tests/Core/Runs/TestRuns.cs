using GanCluster.Core.Runs;

namespace GanCluster.Core.Tests.Runs;

internal static class TestRuns
{
    /// <summary>Every key of a run with a value other than its default, as text and as the record it must give.</summary>
    internal const string EveryKeyChanged =
        """
        {
          "family": "dcgan", "data": "fashion-mnist", "replicas": 2, "batch": 32, "sync": "parameters", "syncEvery": 5, "syncDrift": 0.125, "syncPrecision": "fp8",
          "localFrom": 0.25, "outer": { "rate": 0.75, "momentum": 0.5 },
          "precision": "bf16", "horizon": 6e5, "seed": 18446744073709551615, "dSteps": 3, "objective": "relativistic",
          "spectralNorm": 3, "packing": 2, "diffAugment": "color,cutout", "adaptive": { "target": 0.25, "images": 1000 }, "conditioning": "projection",
          "classes": 26, "shards": { "classes": 5 },
          "penalties": { "r1": 0.05, "r2": 0.1, "gradient": 10, "final": 0.002, "span": 0.5 },
          "optimizer": { "g": 1e-3, "d": 2e-3, "beta1": 0, "beta2": 0.99, "epsilon": 1e-7, "final": 0.05 },
          "ema": { "halfLife": 500, "ramp": 0 },
          "latent": { "size": 4, "binary": 3, "distribution": "uniform", "truncation": 1.5 },
          "network": { "width": 128, "depth": 2, "bands": 4, "norm": "none", "recompute": true },
          "image": { "size": 64, "channels": 3, "fit": "pad", "background": "#00ff7f" },
          "superResolution": { "factor": 2, "pretrain": 0.25, "pixel": 2, "feature": 0.5, "adversarial": 0.002 },
          "health": { "onAlarm": "rollback", "rollbacks": 5, "rate": 0.25, "noise": "same", "stop": 4 },
          "evaluateEvery": 10, "checkpointEvery": 20, "cpu": "avx2"
        }
        """;

    internal static RunConfiguration EveryValueChanged { get; } = new()
    {
        Family = "dcgan",
        Data = "fashion-mnist",
        Replicas = 2,
        Batch = 32,
        Sync = SyncMode.Parameters,
        SyncEvery = 5,
        SyncDrift = 0.125,
        SyncPrecision = "fp8",
        LocalFrom = 0.25,
        Outer = new() { Rate = 0.75, Momentum = 0.5 },
        Precision = "bf16",
        Horizon = 600_000,
        Seed = ulong.MaxValue,
        DSteps = 3,
        Objective = "relativistic",
        SpectralNorm = 3,
        Packing = 2,
        DiffAugment = "color,cutout",
        Adaptive = new AdaptiveOptions { Target = 0.25, Images = 1_000 },
        Conditioning = "projection",
        Classes = 26,
        Shards = new() { Classes = 5 },
        Penalties = new() { R1 = 0.05, R2 = 0.1, Gradient = 10, Final = 0.002, Span = 0.5 },
        Optimizer = new() { G = 1e-3, D = 2e-3, Beta1 = 0, Beta2 = 0.99, Epsilon = 1e-7, Final = 0.05 },
        Ema = new() { HalfLife = 500, Ramp = 0 },
        Latent = new() { Size = 4, Binary = 3, Distribution = "uniform", Truncation = 1.5 },
        Network = new() { Width = 128, Depth = 2, Bands = 4, Norm = "none", Recompute = true },
        Image = new() { Size = 64, Channels = 3, Fit = "pad", Background = "#00ff7f" },
        SuperResolution = new() { Factor = 2, Pretrain = 0.25, Pixel = 2, Feature = 0.5, Adversarial = 0.002 },
        Health = new() { OnAlarm = AlarmAction.Rollback, Rollbacks = 5, Rate = 0.25, Noise = "same", Stop = 4 },
        EvaluateEvery = 10,
        CheckpointEvery = 20,
        Cpu = "avx2",
    };

    internal static RunConfiguration Ring8 { get; } = new() { Family = "mixture", Data = "ring8" };
}
