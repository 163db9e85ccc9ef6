using GanCluster.Core;
using GanCluster.Node.Native;
using GanCluster.Training.Trials;

namespace GanCluster.Node.Supervision;

/// <summary>
/// The trial of a run's own modules in a process of its own, which they may end: it goes on while this one finds the run's data.
/// </summary>
/// <remarks>That process tells on its output, a line each, what it tries and what it found.</remarks>
internal sealed class ModuleCheck : IDisposable
{
    private const string Trying = "trying ";
    private const string Warning = "warning ";
    private const string Refusal = "refusal ";
    private const string NotTried = "this program's modules were not tried, for it can't be started as a process of its own";

    private readonly ChildNode _trial;
    private readonly Task<IReadOnlyList<string>> _warnings;

    /// <param name="trial">Its command is <c>trial</c>.</param>
    internal ModuleCheck(ChildNode trial)
    {
        _trial = trial;
        _warnings = Hear();
    }

    /// <summary>What the trial's process tells.</summary>
    internal static string Tell(Finding finding) => (finding.IsRefusal ? Refusal : Warning) + finding.Line;

    /// <summary>Told before anything that may end the process.</summary>
    internal static string TellTrying(string what) => Trying + what;

    /// <summary>Waits for the trial's end.</summary>
    /// <returns>A line each.</returns>
    /// <exception cref="UserInputException">The modules can't be trained; the message says why.</exception>
    internal IReadOnlyList<string> Warnings(CancellationToken stop)
    {
        _warnings.WaitAsync(stop).GetAwaiter().GetResult();
        return _warnings.Result;
    }

    public void Dispose() => _trial.Dispose();

    private async Task<IReadOnlyList<string>> Hear()
    {
        var (warnings, refusals, tried) = (new List<string>(), new List<string>(), (string?)null);
        while (await _trial.Output.ReadLineAsync() is { } line)
        {
            // What else there is, the modules print themselves.
            if (After(Trying, line) is { } what)
            {
                tried = what;
            }
            else if (After(Warning, line) is { } warning)
            {
                warnings.Add(warning);
            }
            else if (After(Refusal, line) is { } refusal)
            {
                refusals.Add(refusal);
            }
        }

        var code = await _trial.Exit;
        if (tried is null)
        {
            // Such as where a test's host calls it: another program was started.
            return [NotTried];
        }

        return refusals.Count > 0 || code != ExitCodes.Done
            ? throw new UserInputException(refusals.FirstOrDefault()
                ?? $"{tried} ended the process that tried it with exit code {code}: see what it calls outside of .NET")
            : warnings;
    }

    private static string? After(string prefix, string line) =>
        line.StartsWith(prefix, StringComparison.Ordinal) ? line[prefix.Length..] : null;
}
