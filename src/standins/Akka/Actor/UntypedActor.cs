using Akka.Internal;

namespace Akka.Actor;

public abstract class UntypedActor : ActorBase
{
    protected static new IUntypedActorContext Context => (IUntypedActorContext)ActorBase.Context;

    protected sealed override bool Receive(object message)
    {
        OnReceive(message);
        return true;
    }

    protected abstract void OnReceive(object message);

    protected void Become(UntypedReceive receive)
    {
        Context.Become(receive);
    }

    protected void BecomeStacked(UntypedReceive receive)
    {
        Context.BecomeStacked(receive);
    }

    /// <summary>The mailbox waits until the task has ended; what follows an await runs on the actor's thread.</summary>
    protected void RunTask(Func<Task> action)
    {
        ActorTaskScheduler.Run(action);
    }
}
