using System.Runtime.InteropServices;
using GanCluster.Node.Terminal;

namespace GanCluster.EndToEnd.Tests.Commands;

public sealed class StopSignalsSpecs : IDisposable
{
    private readonly List<int> _endedWith = [];
    private readonly StopSignals _signals;

    public StopSignalsSpecs()
    {
        _signals = new StopSignals(_endedWith.Add);
    }

    [Fact]
    public void Without_a_signal_nothing_changes()
    {
        Assert.False(_signals.Token.IsCancellationRequested);
        Assert.Null(_signals.Received);
        Assert.Equal((0, 1, 2), (_signals.ExitCode(0), _signals.ExitCode(1), _signals.ExitCode(2)));
    }

    [Fact]
    public void Ctrl_c_asks_for_a_stop_that_ends_with_130()
    {
        _signals.Receive(PosixSignal.SIGINT);

        Assert.True(_signals.Token.IsCancellationRequested);
        Assert.Equal((130, 1), (_signals.ExitCode(0), _signals.ExitCode(1)));
        Assert.Empty(_endedWith);
    }

    [Fact]
    public void Termination_asks_for_a_stop_that_ends_with_0()
    {
        _signals.Receive(PosixSignal.SIGTERM);
        _signals.Receive(PosixSignal.SIGTERM);

        Assert.True(_signals.Token.IsCancellationRequested);
        Assert.Equal(0, _signals.ExitCode(0));
        Assert.Empty(_endedWith);
    }

    [Fact]
    public void A_second_ctrl_c_ends_at_once()
    {
        _signals.Receive(PosixSignal.SIGINT);
        _signals.Receive(PosixSignal.SIGINT);

        Assert.Equal([130], _endedWith);
    }

    [Fact]
    public void The_first_signal_decides_the_exit_code()
    {
        _signals.Receive(PosixSignal.SIGTERM);
        _signals.Receive(PosixSignal.SIGINT);

        Assert.Equal(0, _signals.ExitCode(0));
        Assert.Empty(_endedWith);
    }

    [Fact]
    public void A_child_node_leaves_ctrl_c_to_its_parent()
    {
        using var child = new StopSignals(_endedWith.Add, isChild: true);
        child.Receive(PosixSignal.SIGINT);
        child.Receive(PosixSignal.SIGINT);
        Assert.False(child.Token.IsCancellationRequested);

        child.Receive(PosixSignal.SIGTERM);
        Assert.True(child.Token.IsCancellationRequested);
        Assert.Equal(0, child.ExitCode(0));
        Assert.Empty(_endedWith);
    }

    public void Dispose() => _signals.Dispose();
}
