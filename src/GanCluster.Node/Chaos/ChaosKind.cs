namespace GanCluster.Node.Chaos;

/// <summary>What is done to a node of a run that goes on.</summary>
internal enum ChaosKind
{
    /// <summary>SIGKILL.</summary>
    KillWorker,

    /// <summary>SIGSTOP, and SIGCONT some seconds later.</summary>
    HaltWorker,

    /// <summary>Another worker node comes.</summary>
    JoinWorker,

    /// <summary>SIGTERM: it leaves after the round that is open.</summary>
    DrainWorker,

    /// <summary>SIGKILL; it is started again some seconds later.</summary>
    KillCoordinator,

    /// <summary>SIGSTOP, and SIGCONT some seconds later, when another may act.</summary>
    HaltCoordinator,
}

internal static class ChaosKinds
{
    /// <summary>As the log and its readers call it.</summary>
    internal static string Name(this ChaosKind kind) => kind switch
    {
        ChaosKind.KillWorker => "kill-worker",
        ChaosKind.HaltWorker => "halt-worker",
        ChaosKind.JoinWorker => "join-worker",
        ChaosKind.DrainWorker => "drain-worker",
        ChaosKind.KillCoordinator => "kill-coordinator",
        _ => "halt-coordinator",
    };

    internal static bool IsOfCoordinator(this ChaosKind kind) => kind is ChaosKind.KillCoordinator or ChaosKind.HaltCoordinator;

    /// <summary>Whether it takes a worker's replicas away without a word from it.</summary>
    internal static bool IsDeathOfWorker(this ChaosKind kind) => kind is ChaosKind.KillWorker or ChaosKind.HaltWorker;
}
