using GanCluster.Core.Rounds;
using GanCluster.Core.Terms;

namespace GanCluster.Simulation;

/// <summary>Lets workers come, and strikes them, at times and in ways that the seed gives, until it is calm.</summary>
internal sealed class FaultInjector(World world)
{
    /// <summary>The reason of a run that somebody ended.</summary>
    public const string Asked = "a stop was asked for";

    private int _coming;

    private static TimeSpan Never => TimeSpan.MaxValue;

    private bool Calm => world.Clock.Now >= world.Case.CalmFrom;

    /// <summary>The first worker comes early, for without any there is no run, and nobody is missing once it is calm.</summary>
    public void Start()
    {
        world.Crash = coordinator =>
        {
            if (!Calm && coordinator.Alive)
            {
                CrashOne(coordinator);
            }
        };
        for (var n = 0; n < world.Case.Workers; n++)
        {
            var late = n > 0 && world.Random.NextDouble() < world.Case.LateJoins;
            Come(world.Add(), late ? world.Seconds(8, 40) : world.Seconds(0, 8));
            world.Exercised.Joins += late ? 1 : 0;
        }

        world.Clock.After(world.Case.CalmFrom, () =>
        {
            if (_coming == 0 && !world.Living.Any(w => !w.Leaving))
            {
                Come(world.Add(), TimeSpan.Zero);
            }
        });
        if (world.Case.StopsAt is { } at)
        {
            world.Clock.After(at, AskForTheEnd);
        }

        ScheduleNext();
    }

    /// <summary>Whoever acts is told, and so is whoever acts later, as a user would who sees the run go on.</summary>
    private void AskForTheEnd()
    {
        foreach (var coordinator in world.Coordinators)
        {
            coordinator.Office?.Notice(new StopRequested(Asked));
        }

        if (world.End is null)
        {
            world.Clock.After(TimeSpan.FromSeconds(5), AskForTheEnd);
        }
    }

    private void ScheduleNext()
    {
        if (world.Case.Faults.Count == 0 || double.IsInfinity(world.Case.BetweenFaults))
        {
            return;
        }

        world.Clock.After(world.Seconds(0, 2 * world.Case.BetweenFaults), () =>
        {
            if (!Calm)
            {
                Strike();
                ScheduleNext();
            }
        });
    }

    private void Strike()
    {
        var kind = Kind();
        if (kind >= FaultKind.CoordinatorCrash)
        {
            StrikeCoordinator(kind, world.Coordinators[world.Random.Next(world.Coordinators.Length)]);
            return;
        }

        var living = world.Living.ToList();
        if (kind == FaultKind.Join)
        {
            Join(living.Count);
            return;
        }

        if (living.Count == 0)
        {
            return;
        }

        if (kind == FaultKind.CrashOfAll)
        {
            living.ForEach(Crash);
            if (!world.Case.CoordinatorStays)
            {
                world.Coordinators.Where(c => c.Alive && world.Random.Next(2) == 0).ToList().ForEach(Crash);
            }

            return;
        }

        var worker = living[world.Random.Next(living.Count)];
        var other = living[world.Random.Next(living.Count)];
        switch (kind)
        {
            case FaultKind.Crash when world.Case.Reckless || CanBeSpared(worker):
                Crash(worker);
                break;
            case FaultKind.Hang when world.Clock.Now >= worker.HungUntil:
                Hang(worker);
                break;
            case FaultKind.Leave when !worker.Leaving && (world.Case.Reckless || CanBeSpared(worker)):
                Leave(worker);
                break;
            case FaultKind.BrokenLink when worker != other:
                BreakLink(worker, other, Until(1, 15));
                break;
            case FaultKind.Partition:
                Partition(worker, living);
                break;
            default:
                break;
        }
    }

    private void StrikeCoordinator(FaultKind kind, SimulatedCoordinator coordinator)
    {
        switch (kind)
        {
            case FaultKind.CoordinatorCrash when coordinator.Alive:
                Crash(coordinator);
                break;
            case FaultKind.CoordinatorHang when coordinator.Alive && world.Clock.Now >= coordinator.HungUntil:
                world.Exercised.CoordinatorHangs++;
                coordinator.Hang(Until(0.5, 15));
                world.Trace?.Invoke($"-- {coordinator.Id} hangs until {coordinator.HungUntil.TotalSeconds:0.000}");
                break;
            case FaultKind.Split when world.Coordinators.Length > 1:
                Split(coordinator);
                break;
            case FaultKind.Rival:
                coordinator.Propose();
                break;
            default:
                break;
        }
    }

    /// <summary>Every other time the one that acts: the others have less to lose.</summary>
    private void Crash(SimulatedCoordinator coordinator) =>
        CrashOne(world.Random.Next(2) == 0 && world.Office is { } acting ? acting.Node : coordinator);

    private void CrashOne(SimulatedCoordinator struck)
    {
        world.Exercised.CoordinatorCrashes++;
        world.Trace?.Invoke($"-- {struck.Id} crashes");
        struck.Crash();
        foreach (var other in world.Coordinators.Where(other => other != struck && world.Random.Next(4) > 0))
        {
            other.Later(world.Seconds(0, 2), () => other.Hear(new PeerMissed(struck.Id)));
        }

        world.Clock.After(Until(0.2, 10) - world.Clock.Now, () =>
        {
            world.Trace?.Invoke($"-- {struck.Id} comes back");
            struck.Start();
        });
    }

    private void Split(SimulatedCoordinator one)
    {
        world.Exercised.Splits++;
        var until = Until(1, 15);
        var living = world.Living.ToList();
        var side = living.Where(_ => world.Random.Next(2) == 0).ToList();
        world.Trace?.Invoke(
            $"-- {one.Id} with {string.Join(' ', side.Select(w => w.Id))} is cut off until {until.TotalSeconds:0.000}");
        world.Network.Split([one.Number], side.Select(w => w.Id), until);
        foreach (var (left, right) in side.SelectMany(l => living.Except(side).Select(r => (l, r))))
        {
            world.Exchange.BreakLink(left, right);
        }
    }

    private FaultKind Kind()
    {
        var at = world.Random.NextDouble() * world.Case.Faults.Sum(f => f.Weight);
        foreach (var (kind, weight) in world.Case.Faults)
        {
            if ((at -= weight) < 0)
            {
                return kind;
            }
        }

        return world.Case.Faults[^1].Kind;
    }

    /// <summary>Another one that stays holds all that the run would lose with this one.</summary>
    private bool CanBeSpared(SimulatedWorker worker)
    {
        if (world.Office is not { State: var now } office)
        {
            return false;
        }

        var open = now.Open;
        return world.Living.Any(other =>
            other != worker && !other.Leaving && !other.Odd
            && (other.Replica.Step >= now.Step || (office.LastCommit is { } commit && other.Replica.Held?.Id == commit.Id))
            && (open is null || !open.Ranges.ContainsKey(worker.Id) || open.Ranges.ContainsKey(other.Id)));
    }

    private void Join(int living)
    {
        if (living + _coming < world.Case.Workers)
        {
            world.Exercised.Joins++;
            Come(world.Add(), TimeSpan.Zero);
        }
    }

    /// <summary>Comes back as a new process, as the same worker with or without its memory, or not at all; the coordinator hears
    /// of the loss at once, late or never. One that was to leave is let go, and so comes as another if it comes.</summary>
    private void Crash(SimulatedWorker worker)
    {
        world.Exercised.Crashes++;
        var (kind, anew) = (world.Random.Next(10), worker.Leaving);
        world.Trace?.Invoke($"-- {worker.Id} crashes");
        worker.Crash(keepMemory: kind is 6 or 7);
        Notice(worker, "its connection closed");
        if (kind < 9)
        {
            Come(kind < 4 || anew ? world.Add() : worker, world.Seconds(0.2, 8));
        }
    }

    private void Leave(SimulatedWorker worker)
    {
        world.Trace?.Invoke($"-- {worker.Id} is to leave");
        world.Exercised.Leaves++;
        worker.Leave();
    }

    private void Hang(SimulatedWorker worker)
    {
        world.Exercised.Hangs++;
        worker.Hang(Until(0.5, 20));
        world.Trace?.Invoke($"-- {worker.Id} hangs until {worker.HungUntil.TotalSeconds:0.000}");
        if (world.Random.Next(3) == 0)
        {
            Notice(worker, "it is out of reach");
        }
    }

    private void Partition(SimulatedWorker worker, List<SimulatedWorker> living)
    {
        world.Exercised.Partitions++;
        var until = Until(1, 15);
        world.Trace?.Invoke($"-- {worker.Id} is cut off from the coordinator until {until.TotalSeconds:0.000}");
        world.Network.Partition(worker.Id, until);
        Notice(worker, "it is out of reach");
        if (world.Random.Next(2) == 0)
        {
            living.Where(w => w != worker).ToList().ForEach(w => BreakLink(worker, w, until));
        }
    }

    private void BreakLink(SimulatedWorker one, SimulatedWorker other, TimeSpan until)
    {
        world.Trace?.Invoke($"-- {one.Id} and {other.Id} can't reach each other until {until.TotalSeconds:0.000}");
        world.Exercised.BrokenLinks++;
        world.Network.BreakLink(one.Id, other.Id, until);
        world.Exchange.BreakLink(one, other);
    }

    private void Notice(SimulatedWorker worker, string reason)
    {
        var after = world.Random.Next(4) switch { 0 => Never, 1 => world.Seconds(2, 12), _ => world.Seconds(0, 0.1) };
        if (after != Never)
        {
            world.Clock.After(after, () =>
            {
                foreach (var coordinator in world.Coordinators)
                {
                    coordinator.Office?.Notice(new WorkerLost(worker.Id, reason));
                }
            });
        }
    }

    private void Come(SimulatedWorker worker, TimeSpan after)
    {
        _coming++;
        world.Clock.After(after, () =>
        {
            _coming--;
            world.Trace?.Invoke($"-- {worker.Id} comes");
            worker.Start();
        });
    }

    private TimeSpan Until(double least, double most)
    {
        var until = world.Clock.Now + world.Seconds(least, most);
        return until < world.Case.CalmFrom ? until : world.Case.CalmFrom;
    }
}
