using System.CommandLine;
using GanCluster.Core;
using GanCluster.Node.Native;
using GanCluster.Node.Training;
using GanCluster.Training.Checkpoints;
using GanCluster.Training.Networks;

namespace GanCluster.Node.Commands;

/// <summary>From arguments to an exit code. Errors are one line on <c>error</c>; <c>output</c> is for data.</summary>
internal static class CommandLine
{
    internal static async Task<int> Run(
        Command root, IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken stop)
    {
        var parsed = Parse(root, arguments);
        if (ParseErrors.Describe(parsed) is { } wrong)
        {
            await error.WriteLineAsync(wrong);
            return ExitCodes.BadInput;
        }

        try
        {
            // Signals are StopSignals' business: the parser's own handling ends the process two seconds after one.
            var invocation = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = output,
                Error = error,
            };
            return await parsed.InvokeAsync(invocation, stop);
        }
        catch (Exception e) when (e is UserInputException or CheckpointException)
        {
            await error.WriteLineAsync(e.Message);
            return ExitCodes.BadInput;
        }
        catch (RunFailedException e)
        {
            await error.WriteLineAsync($"failed: {e.Message}");
            return ExitCodes.Failed;
        }
        catch (NetworkException e)
        {
            var trace = Environment.GetEnvironmentVariable("GANCLUSTER_TRACE") is "1";
            await error.WriteLineAsync(trace ? e.ToString() : $"failed: {e.Message}");
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.Done;
        }
#pragma warning disable CA1031 // The last stop: whatever it is becomes an exit code and a line.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await error.WriteLineAsync(Failure(e, Environment.GetEnvironmentVariable("GANCLUSTER_TRACE") is "1"));
            return ExitCodes.Failed;
        }
    }

    // An argument that begins with @ is a value like any other, not a file of further arguments.
    internal static ParseResult Parse(Command root, IReadOnlyList<string> arguments) =>
        root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });

    internal static string Failure(Exception e, bool trace)
    {
        var cause = e.GetBaseException();
        var line = cause.Message.Split('\n')[0].TrimEnd();
        return trace ? e.ToString() : $"failed: {cause.GetType().Name}: {line} (GANCLUSTER_TRACE=1 shows where)";
    }
}
