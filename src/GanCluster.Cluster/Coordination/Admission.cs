using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GanCluster.Cluster.Wire;
using GanCluster.Core.Observers;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Coordination;

/// <param name="Reason">For people: what is wrong and the fix.</param>
public sealed record Refusal(RefusalKind Kind, string Reason);

/// <summary>Who may take part in a run, as pure functions; null is a yes.</summary>
public static class Admission
{
    /// <param name="configurationHash">The run's.</param>
    /// <param name="known">Workers that the run knows already, this node's apart.</param>
    /// <param name="most">Workers that it takes.</param>
    public static Refusal? Refuse(
        NodeJoining joining, string configurationHash, int known, int most = Protocol.MostWorkers)
    {
        if (joining.ProtocolVersion != Protocol.Version)
        {
            return new(
                RefusalKind.Version,
                $"the node speaks protocol version {joining.ProtocolVersion}, the coordinator {Protocol.Version}: "
                    + "run the same GanCluster on both");
        }

        if (joining.ConfigurationHash.Length > 0 && !Same(joining.ConfigurationHash, configurationHash))
        {
            return new(
                RefusalKind.Configuration,
                $"the node works for the configuration {Short(joining.ConfigurationHash)}, the run has "
                    + $"{Short(configurationHash)}: give the worker the coordinator's RUN, --seed and --set, or none");
        }

        if (joining.Nonce.Length != Protocol.NonceBytes)
        {
            return new(RefusalKind.Malformed, "the node's nonce is not whole");
        }

        return known + joining.Workers > most
            ? new(RefusalKind.Full, $"the run has {known} workers and takes at most {most}")
            : null;
    }

    /// <param name="dataSha256">Of the coordinator's own data.</param>
    /// <param name="first">The run's first probe.</param>
    /// <param name="devices">Of the node; each has made the probe.</param>
    public static Refusal? Refuse(ProbeDone probe, string dataSha256, ProbeDone first, int devices)
    {
        if (probe.Hashes.Length != devices)
        {
            return new(
                RefusalKind.Malformed, $"the node has {devices} devices, and {probe.Hashes.Length} of them have made the probe");
        }

        if (!Same(probe.DataSha256, dataSha256))
        {
            return new(
                RefusalKind.Data,
                $"the node's training data have the SHA-256 {Short(probe.DataSha256)}, the coordinator's {Short(dataSha256)}: "
                    + "copy the coordinator's data set to the node");
        }

        if (!Same(probe.Kind, first.Kind))
        {
            return new(
                RefusalKind.Probe,
                $"the node computes on {Called(probe.Kind)} and the run on {Called(first.Kind)}, which gives other bits: "
                    + "devices of one kind compute a run; give the node --devices of that kind");
        }

        if (!Same(probe.Kind, ProbeDone.Processor))
        {
            return RefuseGpus(probe, first);
        }

        var run = first.Hashes[0];
        var odd = probe.Hashes.ToList().FindIndex(hash => hash != run);
        return odd < 0
            ? null
            : new(
                RefusalKind.Probe,
                $"one step of the run gives device {odd + 1} of the node ({probe.Kernels}) {probe.Hashes[odd]} and the run's "
                    + $"first device ({first.Kernels}) {run}: other kernels; --set cpu=avx2 pins those of mixed machines");
    }

    /// <summary>Of one kind, and close: a driver may choose kernels that add up in another order. Every commit compares hashes.</summary>
    private static Refusal? RefuseGpus(ProbeDone probe, ProbeDone first)
    {
        if (probe.Norms.Length != probe.Hashes.Length)
        {
            return new(RefusalKind.Malformed, $"{probe.Norms.Length} of the node's {probe.Hashes.Length} GPUs have measured the probe");
        }

        var run = first.Norms[0];
        var odd = probe.Norms.ToList().FindIndex(norms => !norms.IsCloseTo(run));
        return odd < 0
            ? null
            : new(
                RefusalKind.Probe,
                $"one step of the run has gradients of the norms {Text(probe.Norms[odd])} on GPU {odd + 1} of the node "
                    + $"({probe.Kernels}) and {Text(run)} on the run's first ({first.Kernels}): other arithmetic; "
                    + "run the same GanCluster and libtorch on both");
    }

    private static string Text(ProbeNorms norms) =>
        string.Create(CultureInfo.InvariantCulture, $"{norms.Discriminator:G5} and {norms.Generator:G5}");

    private static string Called(string kind) => kind == ProbeDone.Processor ? "processors" : kind;

    /// <summary>What a node proves its knowledge of the secret by.</summary>
    public static ImmutableArray<byte> NodeMac(byte[] secret, ImmutableArray<byte> nonce, string nodeKey) =>
        Mac(secret, "gancluster node", nonce, nodeKey);

    /// <summary>What the coordinator proves its knowledge of the secret by, over all that the node is to believe.</summary>
    public static ImmutableArray<byte> CoordinatorMac(byte[] secret, ImmutableArray<byte> nonce, NodeAdmitted admitted) => Mac(
        secret,
        "gancluster coordinator",
        nonce,
        $"{admitted.Run}\n{admitted.Configuration}\n{string.Join(',', admitted.Workers)}\n"
            + $"{admitted.StartStep}\n{admitted.Source}\n{admitted.Term}");

    /// <summary>The key of a run's data plane, which is never sent where there is a secret.</summary>
    public static byte[] DataKey(byte[] secret, string run) => [.. Mac(secret, "gancluster data", [], run)];

    public static bool Same(ImmutableArray<byte> left, ImmutableArray<byte> right) =>
        CryptographicOperations.FixedTimeEquals(left.AsSpan(), right.AsSpan());

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);

    private static string Short(string hash) => hash[..Math.Min(12, hash.Length)];

    private static ImmutableArray<byte> Mac(byte[] secret, string purpose, ImmutableArray<byte> nonce, string text)
    {
        byte[] message = [.. Encoding.UTF8.GetBytes(purpose + "\n"), .. nonce, .. Encoding.UTF8.GetBytes(text)];
        return [.. HMACSHA256.HashData(secret, message)];
    }
}
