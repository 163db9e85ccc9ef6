using GanCluster.Node.Native;
using GanCluster.Node.Options;

namespace GanCluster.Node.Supervision;

/// <summary>
/// A run over processes of this machine: starts coordinator nodes and worker nodes, tells these where those listen, hands on what
/// is printed of the run, and leaves none behind. The coordinators alone decide what happens in the run.
/// </summary>
/// <param name="start">Starts a node by its name and its command line.</param>
/// <param name="report">Of several coordinators, what is to be said once the one has ended, by its place, that coordinated to the
/// end; without a place the run has failed, of which whoever coordinated has told.</param>
/// <param name="startWorker">Starts a worker node by its number, counted from 0; null: as <paramref name="start"/> starts it.</param>
internal sealed class Supervisor(
    TextWriter output, TextWriter error, Func<string, IReadOnlyList<string>, ChildNode> start, SupervisionTimes times,
    Func<int?, string?>? report = null, Func<int, ChildNode>? startWorker = null)
{
    /// <summary>The first line that a coordinator prints; the rest of it is where workers join.</summary>
    internal const string ListeningPrefix = "listening ";

    /// <summary>Of the line that a worker node prints for each of its workers that is in the run for the first time; the rest of it is
    /// the worker's name.</summary>
    internal const string JoinedPrefix = "joined as ";

    /// <summary>Of a worker's last line, where its networks end its process.</summary>
    internal const string LastWordsPrefix = "ended by ";

    /// <summary>What ends one worker's process would end every other's that tries the same steps.</summary>
    private readonly TaskCompletionSource<string> _lastWords = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TextWriter _error = TextWriter.Synchronized(error);

    /// <returns>The coordinator's exit code, or 1 if it had to be given up.</returns>
    internal async Task<int> Run(TrainOptions options, CancellationToken stop)
    {
        using var coordinator = new CoordinatorProcesses(Coordinators(options), _error, times.Ending);
        using var asked = stop.Register(coordinator.Terminate);
        var workers = new List<ChildNode>();
        try
        {
            // They need the coordinator only to join: what comes before takes them as long as it.
            for (var n = 1; n <= options.Nodes && !stop.IsCancellationRequested; n++)
            {
                workers.Add(startWorker?.Invoke(n - 1) ?? start($"worker node {n}", NodeArguments.Worker(options, n - 1)));
            }

            return await Run(coordinator, workers, stop);
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }
    }

    private List<ChildNode> Coordinators(TrainOptions options) => options.Peers is { At: var peers }
        ? [.. peers.Select((_, i) => start($"coordinator {i + 1}", NodeArguments.Coordinator(options, i)))]
        : [start("coordinator", NodeArguments.Coordinator(options))];

    private async Task<int> Run(CoordinatorProcesses coordinator, List<ChildNode> workers, CancellationToken stop)
    {
        var first = coordinator.Begin();
        if (!await Within(first, times.Listening))
        {
            return GiveUp(coordinator, $"the coordinator did not listen within {times.Listening.TotalSeconds:0} s");
        }

        var (listen, line) = await first;
        if (!listen || stop.IsCancellationRequested)
        {
            // A run that has nothing left to do says so and ends.
            await coordinator.Relay(output, listen ? null : line);
            return await Reported(coordinator, Code(await coordinator.Exit, stop));
        }

        workers.ForEach(worker => worker.Say(line!));
        return await Watch(coordinator, workers, stop);
    }

    private async Task<int> Watch(CoordinatorProcesses coordinator, List<ChildNode> workers, CancellationToken stop)
    {
        var relay = coordinator.Relay(output);
        var gone = LastOf(coordinator, workers);
        await Task.WhenAny(coordinator.Exit, gone, _lastWords.Task);
        if (_lastWords.Task.IsCompleted)
        {
            // A worker that still computes may hand over what it has; with none there is nothing to wait for.
            coordinator.Terminate();
            await Within(Task.WhenAny(coordinator.Exit, gone), times.Ending);
            return GiveUp(coordinator, await _lastWords.Task);
        }

        if (await Task.WhenAny(coordinator.Exit, gone) == gone
            && !await Within(coordinator.Exit, times.Alone)
            && !stop.IsCancellationRequested)
        {
            coordinator.Terminate();

            // Workers that ended in order leave a coordinator that is at its last work, or that was left by all on request: it
            // takes its time. After those that failed there is nothing to wait for.
            if (!InOrder(await gone))
            {
                await Within(coordinator.Exit, times.Ending);
                return GiveUp(coordinator, "all worker nodes have ended before the run was done; their last lines say why");
            }
        }

        var code = await coordinator.Exit;
        await relay;

        if (Code(code, stop) is var end && end <= ExitCodes.Interrupted)
        {
            await Within(gone, times.Leaving);
            return await Reported(coordinator, end);
        }

        // One that was killed has told its workers nothing: they would wait for it to come back.
        return GiveUp(coordinator, $"the coordinator was killed (exit code {code}); --resume goes on from the last checkpoint");
    }

    private async Task<int> Reported(CoordinatorProcesses coordinator, int code)
    {
        if (code is ExitCodes.Done or ExitCodes.Failed
            && report?.Invoke(code == ExitCodes.Done ? coordinator.Last : null) is { } text)
        {
            await output.WriteLineAsync(text);
        }

        return code;
    }

    /// <returns>The exit code of the worker node that ended last.</returns>
    private async Task<int> LastOf(CoordinatorProcesses coordinator, List<ChildNode> workers)
    {
        var drains = workers.Select(worker => Relay(worker, _error, _lastWords)).ToList();
        var last = ExitCodes.Done;
        await foreach (var worker in Task.WhenEach(workers.Select(Ended)))
        {
            (var ended, last) = await worker;
            if (!InOrder(last) && !coordinator.Exit.IsCompleted)
            {
                await _error.WriteLineAsync($"{ended.Name} (process {ended.Id}) ended early with exit code {last}");
            }
        }

        await Task.WhenAll(drains);
        return last;
    }

    /// <summary>Of a run's failure the coordinator itself tells.</summary>
    private static bool InOrder(int code) => code is ExitCodes.Done or ExitCodes.RunFailed;

    private static async Task<(ChildNode Worker, int Code)> Ended(ChildNode worker) => (worker, await worker.Exit);

    private int GiveUp(CoordinatorProcesses coordinator, string why)
    {
        coordinator.Kill();
        _error.WriteLine(why);
        return ExitCodes.Failed;
    }

    // SIGTERM may reach the coordinator before it has learnt to drain.
    private static int Code(int coordinators, CancellationToken stop) =>
        stop.IsCancellationRequested && coordinators == ExitCodes.Terminated ? ExitCodes.Done : coordinators;

    /// <param name="told">Takes a worker's last words.</param>
    private static async Task Relay(ChildNode from, TextWriter to, TaskCompletionSource<string> told)
    {
        for (var line = await from.Output.ReadLineAsync(); line is not null; line = await from.Output.ReadLineAsync())
        {
            if (line.StartsWith(LastWordsPrefix, StringComparison.Ordinal))
            {
                told.TrySetResult(line[LastWordsPrefix.Length..]);
            }
            else if (!line.StartsWith(JoinedPrefix, StringComparison.Ordinal))
            {
                // Who has joined, the coordinator tells, and from where.
                await to.WriteLineAsync(from.Prefix + line);
            }
        }
    }

    private static async Task<bool> Within(Task task, TimeSpan time)
    {
        try
        {
            await task.WaitAsync(time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
