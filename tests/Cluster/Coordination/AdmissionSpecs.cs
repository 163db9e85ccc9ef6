using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Wire;
using GanCluster.Core;
using GanCluster.Core.Hashing;
using GanCluster.Core.Observers;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Tests.Coordination;

public class AdmissionSpecs
{
    private static readonly string Hash = new('a', 64);
    private static readonly NodeJoining Joining = new("node", Protocol.Version, 2, "", [.. new byte[Protocol.NonceBytes]]);

    private static ProbeDone Probe => new(
        "node", [new Hash128(1, 2), new Hash128(1, 2)], "libtorch A, avx512", Hash, new Endpoint("h", 1), Metrics: "");

    private static ProbeDone Gpus => Probe with
    {
        Kind = "NVIDIA H200", Norms = [new ProbeNorms(2, 3), new ProbeNorms(2, 3)],
    };

    [Fact]
    public void A_node_of_this_protocol_is_admitted() => Assert.Null(Admission.Refuse(Joining, Hash, known: 0));

    [Fact]
    public void A_node_that_works_for_this_configuration_is_admitted() =>
        Assert.Null(Admission.Refuse(Joining with { ConfigurationHash = Hash }, Hash, known: 0));

    [Fact]
    public void Another_protocol_version_is_refused_with_both_named() => Assert.Equal(
        $"the node speaks protocol version 99, the coordinator {Protocol.Version}: run the same GanCluster on both",
        Admission.Refuse(Joining with { ProtocolVersion = 99 }, Hash, known: 0)!.Reason);

    [Fact]
    public void Another_configuration_is_refused_with_both_named()
    {
        var reason = Admission.Refuse(Joining with { ConfigurationHash = new string('b', 64) }, Hash, known: 0)!.Reason;

        Assert.Contains("bbbbbbbbbbbb", reason, StringComparison.Ordinal);
        Assert.Contains("aaaaaaaaaaaa", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_nonce_that_is_not_whole_is_refused() =>
        Assert.NotNull(Admission.Refuse(Joining with { Nonce = [1, 2] }, Hash, known: 0));

    [Fact]
    public void More_workers_than_an_assignment_can_name_are_refused()
    {
        Assert.Null(Admission.Refuse(Joining, Hash, known: Protocol.MostWorkers - 2));
        Assert.NotNull(Admission.Refuse(Joining, Hash, known: Protocol.MostWorkers - 1));
    }

    [Fact]
    public void A_probe_of_other_bits_is_refused_with_both_kernels_named()
    {
        var first = Probe with { Kernels = "libtorch B, avx2" };

        Assert.Null(Admission.Refuse(Probe, Hash, first, devices: 2));
        var reason = Admission.Refuse(Probe, Hash, first with { Hashes = [new Hash128(1, 3)] }, devices: 2)!.Reason;
        Assert.Contains("libtorch A, avx512", reason, StringComparison.Ordinal);
        Assert.Contains("libtorch B, avx2", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_device_s_bits_must_be_the_run_s()
    {
        var second = Probe with { Hashes = [Probe.Hashes[0], new Hash128(1, 3)] };

        var refusal = Admission.Refuse(second, Hash, Probe, devices: 2)!;

        Assert.Equal(RefusalKind.Probe, refusal.Kind);
        Assert.Contains("device 2 of the node", refusal.Reason, StringComparison.Ordinal);

        // A run's first node is held against its own first device.
        Assert.Equal(RefusalKind.Probe, Admission.Refuse(second, Hash, second, devices: 2)!.Kind);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_device_without_a_probe_is_refused(int hashes)
    {
        var probe = Probe with { Hashes = [.. Enumerable.Repeat(Probe.Hashes[0], hashes)] };

        Assert.Equal(RefusalKind.Malformed, Admission.Refuse(probe, Hash, Probe, devices: 2)!.Kind);
    }

    [Fact]
    public void Other_data_are_refused_with_both_named_before_anything_is_said_of_kernels()
    {
        var refusal = Admission.Refuse(Probe, new string('b', 64), Probe with { Hashes = [new Hash128(1, 3)] }, devices: 2)!;

        Assert.Equal(RefusalKind.Data, refusal.Kind);
        Assert.Equal(
            "the node's training data have the SHA-256 aaaaaaaaaaaa, the coordinator's bbbbbbbbbbbb: "
            + "copy the coordinator's data set to the node",
            refusal.Reason);
    }

    [Fact]
    public void Processors_and_GPUs_and_GPUs_of_two_kinds_do_not_mix()
    {
        Assert.Equal(
            "the node computes on NVIDIA H200 and the run on processors, which gives other bits: devices of one kind compute a run; "
            + "give the node --devices of that kind",
            Admission.Refuse(Gpus, Hash, Probe, devices: 2)!.Reason);
        Assert.Contains("on NVIDIA A100 and the run on NVIDIA H200", Admission.Refuse(
            Gpus with { Kind = "NVIDIA A100" }, Hash, Gpus, devices: 2)!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void GPUs_of_one_kind_may_add_up_in_another_order_and_no_more()
    {
        var others = Gpus with { Hashes = [new Hash128(7, 8), new Hash128(9, 10)] };
        Assert.Null(Admission.Refuse(others, Hash, Gpus, devices: 2));
        Assert.Null(Admission.Refuse(others with { Norms = [Gpus.Norms[0], new(2.0005, 3)] }, Hash, Gpus, devices: 2));
        foreach (var norms in (ProbeNorms[])[new(2.01, 3), new(2, 2.9), new(double.NaN, 3)])
        {
            var refusal = Admission.Refuse(others with { Norms = [Gpus.Norms[0], norms] }, Hash, Gpus, devices: 2)!;
            Assert.Equal(RefusalKind.Probe, refusal.Kind);
            Assert.Contains("on GPU 2 of the node", refusal.Reason, StringComparison.Ordinal);
        }

        Assert.Equal(RefusalKind.Malformed, Admission.Refuse(Gpus with { Norms = [] }, Hash, Gpus, devices: 2)!.Kind);
    }

    [Fact]
    public void Proofs_depend_on_secret_nonce_and_what_is_promised()
    {
        byte[] secret = [1, 2, 3];
        var admitted = new NodeAdmitted([], "run", "{}", [], [], 0, new Endpoint("h", 1), 1);
        var proof = Admission.NodeMac(secret, [1], "node");
        var promise = Admission.CoordinatorMac(secret, [1], admitted);

        Assert.True(Admission.Same(proof, Admission.NodeMac(secret, [1], "node")));
        Assert.False(Admission.Same(proof, Admission.NodeMac([1, 2, 4], [1], "node")));
        Assert.False(Admission.Same(proof, Admission.NodeMac(secret, [2], "node")));
        Assert.False(Admission.Same(proof, Admission.NodeMac(secret, [1], "other")));
        Assert.False(Admission.Same(promise, Admission.CoordinatorMac(secret, [1], admitted with { Configuration = "{ }" })));
        Assert.False(Admission.Same(promise, Admission.CoordinatorMac(secret, [1], admitted with { StartStep = 1 })));
        Assert.False(Admission.Same(proof, promise));
    }
}
