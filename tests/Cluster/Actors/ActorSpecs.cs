using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Time.Testing;

namespace GanCluster.Cluster.Tests.Actors;

/// <summary>One actor among probes. Time passes only when a spec says so, and every message is serialized that could be.</summary>
public abstract class ActorSpecs() : TestKit(Settings)
{
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(1);

    private static readonly Config Settings = ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
          test.single-expect-default = 20s
          actor {
            serialize-messages = on
            serializers.gancluster = "GanCluster.Cluster.Wire.ClusterSerializer, GanCluster.Cluster"
            serialization-bindings {
              "GanCluster.Cluster.Wire.IClusterMessage, GanCluster.Cluster" = gancluster
            }
          }
        }
        """);

    private TestProbe? _asking;

    internal FakeTimeProvider Time { get; } = new();

    /// <summary>Lets time pass for timers and clocks, in steps that no actor takes for a standstill of its process.</summary>
    /// <param name="actors">Those that are to have heard of each step before the next, with the actors above them first.</param>
    protected void Pass(TimeSpan time, params IReadOnlyList<IActorRef> actors)
    {
        while (time > TimeSpan.Zero)
        {
            var step = time < LongestStep ? time : LongestStep;
            Time.Advance(step);
            ((TestScheduler)Sys.Scheduler).Advance(step);
            Settle(actors);
            time -= step;
        }
    }

    /// <summary>Returns when the actors have handled what they were sent before.</summary>
    protected void Settle(params IReadOnlyList<IActorRef> actors)
    {
        _asking ??= CreateTestProbe();
        foreach (var actor in actors)
        {
            actor.Tell(new Identify(null), _asking);
            _asking.ExpectMsg<ActorIdentity>();
        }
    }

    protected static TimeSpan Sec(double seconds) => TimeSpan.FromSeconds(seconds);
}
