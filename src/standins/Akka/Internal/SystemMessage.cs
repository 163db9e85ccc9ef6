using Akka.Actor;

namespace Akka.Internal;

/// <summary>Between cells; handled before any user message and while the mailbox is suspended.</summary>
internal abstract record SystemMessage;

internal sealed record Create : SystemMessage;

internal sealed record Failed(LocalActorRef Child, Exception Cause) : SystemMessage;

internal sealed record Recreate(Exception Cause) : SystemMessage;

internal sealed record Suspend : SystemMessage;

/// <param name="Cause">The receiver's own failure that this answers; null when its supervisor goes on.</param>
internal sealed record Resume(Exception? Cause) : SystemMessage;

internal sealed record Terminate : SystemMessage;

internal sealed record Watch(IActorRef Watchee, IActorRef Watcher) : SystemMessage;

internal sealed record Unwatch(IActorRef Watchee, IActorRef Watcher) : SystemMessage;

internal sealed record DeathWatchNotification(IActorRef Actor, bool ExistenceConfirmed, bool AddressTerminated) : SystemMessage;

/// <summary>A piece of an asynchronous handler.</summary>
internal sealed record RunTask(ActorTaskScheduler Scheduler, Task Task) : SystemMessage;

internal sealed record Envelope(object Message, IActorRef? Sender);
