namespace GanCluster.Simulation;

/// <summary>Begins, hangs and ends, again and again. What it was to do in an earlier life is void.</summary>
internal abstract class SimulatedProcess(VirtualClock clock)
{
    private int _life;

    public bool Alive { get; private set; }

    public TimeSpan HungUntil { get; private set; }

    public void Hang(TimeSpan until) => HungUntil = until;

    /// <summary>In this life, and not while hung.</summary>
    public void Later(TimeSpan delay, Action action)
    {
        var life = _life;
        void Act()
        {
            if (life == _life && clock.Now < HungUntil)
            {
                clock.After(HungUntil - clock.Now, Act);
            }
            else if (life == _life && Alive)
            {
                action();
            }
        }

        if (delay > TimeSpan.Zero)
        {
            clock.After(delay, Act);
        }
        else
        {
            Act();
        }
    }

    protected void Begin()
    {
        Alive = true;
        _life++;
    }

    protected void End()
    {
        (Alive, HungUntil) = (false, TimeSpan.Zero);
        _life++;
    }
}
