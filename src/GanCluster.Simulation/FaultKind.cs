namespace GanCluster.Simulation;

/// <summary>What befalls a process or a part of the net, besides what befalls messages.</summary>
internal enum FaultKind
{
    /// <summary>The process ends; its connections close.</summary>
    Crash,

    /// <summary>Every process ends at once, as spot machines do.</summary>
    CrashOfAll,

    /// <summary>SIGSTOP: the process does and says nothing for a while, and then goes on.</summary>
    Hang,

    /// <summary>The process asks to be let go.</summary>
    Leave,

    /// <summary>A new process comes.</summary>
    Join,

    /// <summary>Two workers can't reach each other, but the coordinator.</summary>
    BrokenLink,

    /// <summary>The coordinators and the worker lose all that they send each other.</summary>
    Partition,

    /// <summary>A coordinator's process ends, and another begins with what its disk has.</summary>
    CoordinatorCrash,

    /// <summary>A coordinator does and says nothing for a while, and then goes on, believing what it did.</summary>
    CoordinatorHang,

    /// <summary>The net is cut in two, coordinators and workers on either side.</summary>
    Split,

    /// <summary>A coordinator proposes itself, whoever acts.</summary>
    Rival,
}
