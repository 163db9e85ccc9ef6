using System.Globalization;
using System.Text.Json.Nodes;
using GanCluster.Cluster.Coordination;
using GanCluster.Core;
using GanCluster.Core.Health;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Node.Devices;
using GanCluster.Node.Http;
using GanCluster.Node.Journal;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Supervision;
using GanCluster.Node.Terminal;
using GanCluster.Telemetry;
using GanCluster.Telemetry.Metrics;
using GanCluster.Telemetry.Page;
using GanCluster.Telemetry.Views;
using GanCluster.Training.Checkpoints;
using GanCluster.Training.Data;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Training;

/// <summary>From options to a folder with summary, journal, checkpoints and grids, whoever runs the rounds.</summary>
/// <param name="check">Begins the trial of a run's own modules.</param>
internal sealed class RunTraining(
    RunParts parts, TextWriter output, ProgressLine progress, TimeProvider time,
    Func<RunConfiguration, string, ulong?, IEnumerable<string>, string?, ModuleCheck?> check)
{
    /// <param name="workers">To begin with.</param>
    /// <param name="host">What this node is reached at.</param>
    /// <param name="devices">What its workers compute on, here or on other nodes; null: it is not known, here processors.</param>
    /// <returns>The exit code.</returns>
    internal int Run(
        RunOptions options, int workers, string host, IRounds rounds, CancellationToken stop, DeviceChoice? devices = null)
    {
        NodeTelemetry.CheckEnvironment();
        var http = HttpBinding.Resolve(options.Http, HttpBinding.CoordinatorPort);
        var request = RunRequest.Resolve(
            parts, options.Run, options.Settings, options.Seed, options.Steps, options.Images, workers,
            new RunData(options.Data, progress, stop));

        // Not disposed: a thread that reads ahead may outlive the run, and what it reads is mapped.
        var found = request.Data;
        ProcessEnvironment.Apply(request.Configuration.Cpu);
        request = request.On(devices, rounds.ComputesHere, progress.Note);
        using var trial = check(request.Configuration, options.Run, options.Seed, options.Settings, options.Data);
        parts.TryObjective(request.Configuration);
        var data = found.Training(request.Configuration, parts);
        var heldOut = found.HeldOut(request.Configuration, parts);
        var first = options.From is { } from ? ResumePoint.Of(from, request, progress.Note) : null;
        var (name, labels) = (request.Configuration.Data, parts.UsesLabels(request.Configuration));
        request = request with { Digest = Task.Run(() => DataDigest.Of(name, labels, data), CancellationToken.None) };
        foreach (var warning in trial?.Warnings(stop) ?? [])
        {
            progress.Note(warning);
        }

        var folders = new RunFolders("runs");
        using var folder = options.Resume
            ? folders.Resume(options.Out, request.Name, options.Seed)
            : folders.Create(options.Out, request.Name, request.Configuration.Seed);
        var start = (options.Resume ? ResumePoint.Find(folder.Path, request, progress.Note) : first)
            ?? ResumePoint.First(request);
        request = request with { From = start?.From ?? "" };
        ClassTable.Keep(folder.Path, found.ClassNames);
        var facts = new RunFacts(request.Name, request.Configuration, request.TargetStep);
        var view = ShownRun.View(facts, time);
        var drains = new DrainDesk();
        var page = ShownRun.Page(
            view, parts.FamilyOf(request.Configuration), request.Configuration, folder.Path, http,
            new PastRuns(folder.Path, parts, time), Control(folder.Path, http, rounds, drains));
        using var telemetry = NodeTelemetry.Start(http, host, page, progress.Note);
        telemetry.NodeBegan();
        telemetry.Instruments.RunBegan(facts, ResumePoint.Begin(start), request.Workers);
        Announce(request, folder.Path, start);
        foreach (var line in found.ShardLines(request.Configuration, parts))
        {
            progress.Note(line);
        }

        if (found.ClassNames.Count > 0)
        {
            progress.Note(ClassTable.Text(found.ClassNames));
        }

        LiveRun.Write(folder.Path, address: null, dataAddress: null, request.Workers, time.GetUtcNow());
        try
        {
            var run = new PreparedRun(request, folder.Path, data, heldOut, start, options.Seconds, telemetry) { Drains = drains };
            if ((Complete(request, folder.Path, start) ?? Train(run, rounds, view, stop)) is { } summary)
            {
                output.WriteLine(options.Json ? summary.ToJsonString() : RunReport.Text(request.Name, folder.Path, summary));
            }

            return ExitCodes.Done;
        }
        finally
        {
            progress.Finish();
            LiveRun.Remove(folder.Path);
            TokenFile.Remove(folder.Path);
        }
    }

    /// <summary>Null: there is no page, or no node that could leave.</summary>
    private RunControl? Control(string folder, HttpBinding? http, IRounds rounds, DrainDesk drains)
    {
        if (http is null || rounds.ComputesHere)
        {
            return null;
        }

        var token = TokenFile.Write(folder, rounds.Secret);
        progress.Note($"the page's token, by which a worker is told to leave, is in {RunFiles.Token(folder)}");
        return new RunControl(token, drains.Drain);
    }

    private void Announce(RunRequest request, string folder, ResumePoint? start)
    {
        progress.Note(string.Join(", ", NodeTelemetry.Libraries().Select(l => $"{l.Name} {l.Version}")));
        progress.Note($"{request.Name}, seed {request.Configuration.Seed}, into {folder}"
            + (start is { Version.Step: > 0 and var step } ? $", from step {step}" : ""));
        if (request.Workers > request.Configuration.Replicas)
        {
            var idle = request.Workers - request.Configuration.Replicas;
            progress.Note($"replicas is {request.Configuration.Replicas}: {idle} of {request.Workers} workers will be idle; "
                + "--set replicas=N gives them work and changes the run");
        }
    }

    /// <returns>Null: another node coordinated when the run ended, or still does.</returns>
    private JsonObject? Train(PreparedRun run, IRounds rounds, RunView view, CancellationToken stop)
    {
        var (request, folder, start, telemetry) = (run.Request, run.Folder, run.Start, run.Telemetry);
        using var journal = RunDatabase.Open(RunFiles.Database(folder), create: true);
        journal.SetRunValue("name", request.Name);
        journal.SetRunValue(RunDatabase.ConfigurationKey, RunIdentity.CanonicalJson(request.Configuration));
        journal.SetRunValue(RunMarks.TargetStep, request.TargetStep.ToString(CultureInfo.InvariantCulture));
        journal.SetRunValue(RunMarks.Stopped, "0");
        journal.SetRunValue(RunMarks.From, request.From);
        if (rounds.IsOneOfSeveral && journal.ReadRollbacks().Any() && !journal.ReadEntries().Any())
        {
            throw new UserInputException(
                $"'{folder}' is of one coordinator that rolled back, of which the others would know nothing: resume it with one");
        }

        run = rounds switch
        {
            { IsOneOfSeveral: true } => StandBy(run, view),
            { ComputesHere: true } => run,
            _ => TakeOver(run, journal),
        };
        if (!rounds.IsOneOfSeveral && (run.Office is not { } office || office.At == office.Safe))
        {
            journal.TruncateAfter(start?.Round ?? 0, start?.Course ?? 0);
        }

        var health = new HealthRecord(request.Configuration, telemetry.Instruments, view, progress.Note);
        health.Begin(journal);
        ShownRun.Recall(journal, view);
        using var snapshots = new SnapshotWriter(
            request, folder, request.Data.Evenly(request.Configuration, parts), run.HeldOut, telemetry.Instruments, health, run.Checks, progress.Note);
        var recorder = new RunRecorder(request, journal, snapshots, progress, run.Data.Count, run.Seconds, time, rounds.ComputesHere,
            rounds.IsOneOfSeveral);
        if (run.Seconds is { } seconds && !rounds.IsOneOfSeveral)
        {
            view.OnLimited(time.GetUtcNow().AddSeconds(seconds));
        }

        RoundsEnd? end = null;
        if (start is not null && start.Version.Step >= request.TargetStep)
        {
            snapshots.Enqueue(new SnapshotJob(start.Version, SnapshotPurpose.Evaluate, start.At));
        }
        else
        {
            if (start is { WeightsSha256: "" } && (start.From.Length > 0 || request.Configuration.Health.OnAlarm == AlarmAction.Rollback))
            {
                // So that it can be resumed, or go back to it, without the run that it began from.
                snapshots.Enqueue(new SnapshotJob(start.Version, SnapshotPurpose.Checkpoint, start.At));
            }

            run = rounds.IsOneOfSeveral ? run with { Snapshots = snapshots } : Begin(run, health, snapshots);
            var metered = new MeteredRun(
                request.Configuration, telemetry.Instruments, ShownRun.Rates(request.Configuration));
            using var targets = new TargetsFile(folder, request.Name, telemetry.Address);
            targets.OnNodes([]);
            end = rounds.Run(run, new ObserverGroup(recorder, metered, view, targets), stop);
        }

        if (rounds.IsOneOfSeveral && end is not null)
        {
            snapshots.Renew(end.Outcome?.State.Step);
        }

        var outcome = end?.Outcome;
        snapshots.Finish();
        progress.Finish();
        if (snapshots.Failure is { } failure)
        {
            throw new IOException($"the last version was not saved: {failure.Message}", failure);
        }

        if (end is { Outcome: null })
        {
            progress.Note("this coordinator has left; the others go on with the run");
            return null;
        }

        if (outcome is { Succeeded: false })
        {
            throw new RunFailedException($"{outcome.Reason}; {WhatIsLeft(folder, health)}");
        }

        if (end?.By is { } by && (snapshots.Checkpoint?.Manifest.Step ?? start?.Version.Step) != outcome!.State.Step)
        {
            throw new RunFailedException(
                $"the run has ended at step {outcome.State.Step}, and that version has not come here from {by}, which coordinated; "
                    + WhatIsLeft(folder, health));
        }

        if (outcome is not null)
        {
            // Rounds that were lost and not computed again are not of this run any more.
            var course = end!.By is null ? outcome.State.Course : journal.ReadRollbacks().LastOrDefault()?.Number ?? 0;
            journal.TruncateAfter(outcome.State.Round - 1, course);
        }

        journal.SetRunValue(RunMarks.Stopped, stop.IsCancellationRequested ? "1" : "0");
        var summary = RunSummary.Make(
            request,
            journal,
            outcome?.State.Step ?? start!.Version.Step,
            recorder.ImagesPerSecond ?? Rate([.. journal.ReadRounds()]),
            snapshots.Checkpoint?.Manifest.WeightsSha256 ?? start?.WeightsSha256 ?? "",
            snapshots.Measures,
            health.Verdict,
            outcome?.Reason,
            run.Data.IndexAt);
        RunSummary.Write(RunFiles.Summary(folder), summary);
        snapshots.RemoveSafeCopy();
        if (end?.By is { } other)
        {
            progress.Note($"the run has ended: {outcome!.Reason}; {other} coordinated, and '{folder}' is whole as well");
        }

        return end?.By is null ? summary : null;
    }

    /// <summary>Which office this node takes, and whether it takes any, the terms decide. Workers have outlived whoever acted before:
    /// they begin with what every worker began with.</summary>
    private PreparedRun StandBy(PreparedRun run, RunView view) => run with
    {
        Start = ResumePoint.First(run.Request),
        Copy = run.Start is { WeightsSha256.Length: > 0 } checkpoint ? checkpoint : null,
        Stands = standing =>
        {
            view.OnStanding(standing.Acts ? null : standing.ToString());
            run.Telemetry.Instruments.Stands(standing.Acts);
        },
    };

    /// <summary>
    /// Workers on nodes may have outlived the process before: they hold what the journal tells of, and begin with what every worker
    /// began with. A run that began from another's weights has no such beginning any more; one whose health acts may have rounds
    /// after a check that nobody has judged. These go on from their copy.
    /// </summary>
    private PreparedRun TakeOver(PreparedRun run, RunDatabase journal)
    {
        var copy = run.Start is { WeightsSha256.Length: > 0 } checkpoint ? checkpoint : null;
        if (run.Request.From.Length > 0 || run.Request.Configuration.Health.Acts() || !RunOffice.LeadsTo(journal.ReadRounds(), copy))
        {
            return run with { Office = RunOffice.Take(journal, run.Request.Name, run.Start, keepsRounds: false) };
        }

        var office = RunOffice.Take(journal, run.Request.Name, copy, keepsRounds: true);
        if (office.At != office.Safe)
        {
            progress.Note($"goes on from step {office.At.Step} with workers that hold it, and from {office.Safe.Step} without");
        }

        return run with { Start = ResumePoint.First(run.Request), Office = office };
    }

    /// <summary>With what the checks up to the start have shown. A check there that a kill kept from being judged is made
    /// now.</summary>
    private static PreparedRun Begin(PreparedRun run, HealthRecord health, SnapshotWriter snapshots)
    {
        var (configuration, checks) = (run.Request.Configuration, health.Checks);
        if (configuration.Health.Acts() && run.Start is { } start && CheckSteps.Includes(configuration, start.Version.Step)
            && health.JudgedStep < start.Version.Step)
        {
            snapshots.Enqueue(new SnapshotJob(start.Version, SnapshotPurpose.Evaluate, start.At));
            checks = checks.Begun(start.Version.Step);
        }

        return run with
        {
            Health = checks,
            Healthy = configuration.Health.OnAlarm == AlarmAction.Rollback
                ? CourseFiles.Healthy(run.Folder, checks.HealthyStep, run.Start, run.Request)
                : null,
        };
    }

    private static string WhatIsLeft(string folder, HealthRecord health)
    {
        var newest = ResumePoint.Newest(folder, _ => { });
        var kept = new CheckpointStore(RunFiles.Checkpoints(folder)).Kept().Where(step => step <= health.HealthyStep).ToList();
        return (newest, health.Verdict.Condition) switch
        {
            (null, _) => "there is no checkpoint",
            (_, HealthCondition.Healthy) => Text("the last healthy checkpoint", newest.Manifest.Step, newest.Folder),
            _ when kept.Count > 0 => Text("the last healthy checkpoint", kept[0], RunFiles.Checkpoint(folder, kept[0])),
            _ => Text("the last checkpoint", newest.Manifest.Step, newest.Folder),
        };

        static string Text(string what, long step, string where) => $"{what} is step {step} ({where})";
    }

    /// <summary>0 for a run that was stopped before its first commit.</summary>
    private static double Rate(List<RoundRow> rounds) =>
        rounds.Count == 0 ? 0 : rounds.Sum(r => r.Images) / rounds.Sum(r => r.Seconds);

    /// <summary>
    /// The summary of a run that has all its steps. Null if it is to be trained, or if a kill after the last checkpoint left
    /// the summary out.
    /// </summary>
    private JsonObject? Complete(RunRequest request, string folder, ResumePoint? start)
    {
        if (start is null || start.Version.Step < request.TargetStep)
        {
            return null;
        }

        progress.Note($"all {request.TargetStep} steps are in the checkpoint at step {start.Version.Step}: nothing to do");
        var summary = RunSummary.Read(RunFiles.Summary(folder));
        return (string?)summary?["weights_sha256"] == start.WeightsSha256 ? summary : null;
    }
}
