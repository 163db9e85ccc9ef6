using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using GanCluster.Node.Native;

namespace GanCluster.Node.Runs;

/// <summary>coordinator.json: the process that a run is run by, as long as it lives.</summary>
/// <param name="StartTicks">
/// When the process started, in the system's ticks since its boot, which tell it from a later one of the same number; null where
/// /proc is not.
/// </param>
/// <param name="Address">Of the control plane, as HOST:PORT; null: the run listens nowhere.</param>
/// <param name="DataAddress">Of the data plane, likewise.</param>
/// <param name="StopsByEndSignal">SIGTERM would have this one of several coordinators leave; <see cref="Signals.EndRun"/> ends
/// the run, and is heard, other than SIGINT, by what a script has started in the background, too.</param>
internal sealed record LiveRun(
    [property: JsonPropertyName("pid")] int Pid,
    [property: JsonPropertyName("started")] DateTimeOffset Started,
    [property: JsonPropertyName("start_ticks")] long? StartTicks,
    [property: JsonPropertyName("address")] string? Address,
    [property: JsonPropertyName("data_address")] string? DataAddress,
    [property: JsonPropertyName("workers_expected")] int WorkersExpected,
    [property: JsonPropertyName("stops_by_end_signal")] bool StopsByEndSignal = false)
{
    /// <summary>Says that this process runs the run in a folder.</summary>
    internal static void Write(
        string folder, string? address, string? dataAddress, int workersExpected, DateTimeOffset now, bool stopsByEndSignal = false)
    {
        var pid = Environment.ProcessId;
        var live = new LiveRun(pid, now, TicksOf(pid), address, dataAddress, workersExpected, stopsByEndSignal);
        var partial = RunFiles.Live(folder) + ".partial";
        File.WriteAllText(partial, JsonSerializer.Serialize(live) + "\n");
        File.Move(partial, RunFiles.Live(folder), overwrite: true);
    }

    /// <returns>Null if no process runs it: there is no file, or the process that it names is gone.</returns>
    internal static LiveRun? Read(string folder)
    {
        try
        {
            var live = JsonSerializer.Deserialize<LiveRun>(File.ReadAllText(RunFiles.Live(folder)));
            return live is { IsAlive: true } ? live : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Asks for the run's end.</summary>
    internal void Stop()
    {
        if (StopsByEndSignal)
        {
            Signals.Send(Pid, Signals.EndRun);
        }
        else
        {
            Signals.Terminate(Pid);
        }
    }

    internal static void Remove(string folder)
    {
        try
        {
            File.Delete(RunFiles.Live(folder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What stays names a process that is gone, and counts as nothing.
        }
    }

    [JsonIgnore]
    internal bool IsAlive
    {
        get
        {
            if (Directory.Exists("/proc/self"))
            {
                return TicksOf(Pid) is { } ticks && (StartTicks is null || ticks == StartTicks);
            }

            try
            {
                using var process = System.Diagnostics.Process.GetProcessById(Pid);
                return !process.HasExited;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    /// <returns>Null if there is no such process, or only what its parent has not yet asked about.</returns>
    private static long? TicksOf(int pid)
    {
        try
        {
            // proc(5): the name, in brackets, may hold anything; then the state is field 3 and the start time field 22.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
