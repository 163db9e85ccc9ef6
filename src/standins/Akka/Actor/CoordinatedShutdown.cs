using System.Collections.Immutable;
using Akka.Event;
using Akka.Internal;

namespace Akka.Actor;

/// <summary>Ends a system phase by phase. The tasks of a phase run together; one that fails or outlasts the phase's
/// timeout is logged and the
/// next phase begins. The last phase terminates the system.</summary>
public sealed class CoordinatedShutdown
{
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";
    public const string PhaseServiceUnbind = "service-unbind";
    public const string PhaseServiceRequestsDone = "service-requests-done";
    public const string PhaseServiceStop = "service-stop";
    public const string PhaseBeforeClusterShutdown = "before-cluster-shutdown";
    public const string PhaseClusterShardingShutdownRegion = "cluster-sharding-shutdown-region";
    public const string PhaseClusterLeave = "cluster-leave";
    public const string PhaseClusterExiting = "cluster-exiting";
    public const string PhaseClusterExitingDone = "cluster-exiting-done";
    public const string PhaseClusterShutdown = "cluster-shutdown";
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";
    public const string PhaseActorSystemTerminate = "actor-system-terminate";

    private static readonly ImmutableArray<string> Phases =
    [
        PhaseBeforeServiceUnbind, PhaseServiceUnbind, PhaseServiceRequestsDone, PhaseServiceStop, PhaseBeforeClusterShutdown,
        PhaseClusterShardingShutdownRegion, PhaseClusterLeave, PhaseClusterExiting, PhaseClusterExitingDone, PhaseClusterShutdown,
        PhaseBeforeActorSystemTerminate, PhaseActorSystemTerminate,
    ];

    private readonly ActorSystemImpl _system;
    private readonly Lock _lock = new();
    private readonly List<(string Phase, string Name, Func<Task<Done>> Task)> _tasks = [];
    private Task<Done>? _run;

    internal CoordinatedShutdown(ActorSystemImpl system)
    {
        _system = system;
        AddTask(PhaseActorSystemTerminate, "terminate-system", async () =>
        {
            await _system.StopActors().ConfigureAwait(false);
            return Done.Instance;
        });
    }

    /// <summary>Null until <see cref="Run"/>.</summary>
    public Reason? ShutdownReason { get; private set; }

    public static CoordinatedShutdown Get(ActorSystem sys)
    {
        return ((ActorSystemImpl)sys).Shutdown;
    }

    /// <exception cref="ArgumentException">There is no such phase.</exception>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        if (!Phases.Contains(phase))
        {
            throw new ArgumentException($"Unknown phase [{phase}], known phases [{string.Join(",", Phases)}]", nameof(phase));
        }

        lock (_lock)
        {
            _tasks.Add((phase, taskName, task));
        }
    }

    /// <summary>The first call counts; later ones get its task.</summary>
    public Task<Done> Run(Reason reason, string? fromPhase = null)
    {
        ArgumentNullException.ThrowIfNull(reason);
        lock (_lock)
        {
            if (_run is null)
            {
                ShutdownReason = reason;
                _run = Task.Run(() => RunPhases(fromPhase));
            }

            return _run;
        }
    }

    private async Task<Done> RunPhases(string? fromPhase)
    {
        foreach (var phase in Phases.SkipWhile(phase => fromPhase is not null && phase != fromPhase))
        {
            List<Task> running;
            lock (_lock)
            {
                running = [.. _tasks.Where(task => task.Phase == phase).Select(task => Recovered(phase, task.Name, task.Task))];
            }

            try
            {
                await Task.WhenAll(running).WaitAsync(PhaseTimeout(phase)).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                _system.Log.Warning("Coordinated shutdown phase [{0}] timed out after {1}", phase, PhaseTimeout(phase));
            }
        }

        return Done.Instance;
    }

    private async Task Recovered(string phase, string name, Func<Task<Done>> task)
    {
        try
        {
            // Off this thread, which holds the lock.
            await Task.Run(task).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The shutdown goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _system.Log.Warning("Task [{0}] failed in phase [{1}]: {2}", name, phase, e.Message);
        }
    }

    private TimeSpan PhaseTimeout(string phase)
    {
        var usual = phase is PhaseClusterShardingShutdownRegion or PhaseClusterExiting or PhaseActorSystemTerminate ? 10 : 5;
        return _system.Settings.Config.GetTimeSpan($"akka.coordinated-shutdown.phases.{phase}.timeout", TimeSpan.FromSeconds(usual));
    }

    public class Reason
    {
        protected Reason()
        {
        }
    }

    public class UnknownReason : Reason
    {
        public static readonly Reason Instance = new UnknownReason();

        private UnknownReason()
        {
        }
    }

    public class ActorSystemTerminateReason : Reason
    {
        public static readonly Reason Instance = new ActorSystemTerminateReason();

        private ActorSystemTerminateReason()
        {
        }
    }

    public class ClrExitReason : Reason
    {
        public static readonly Reason Instance = new ClrExitReason();

        private ClrExitReason()
        {
        }
    }

    public class ClusterDowningReason : Reason
    {
        public static readonly Reason Instance = new ClusterDowningReason();

        private ClusterDowningReason()
        {
        }
    }

    public class ClusterLeavingReason : Reason
    {
        public static readonly Reason Instance = new ClusterLeavingReason();

        private ClusterLeavingReason()
        {
        }
    }

    public class ClusterJoinUnsuccessfulReason : Reason
    {
        public static readonly Reason Instance = new ClusterJoinUnsuccessfulReason();

        private ClusterJoinUnsuccessfulReason()
        {
        }
    }
}
