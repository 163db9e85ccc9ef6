using System.Diagnostics;

namespace GanCluster.Ops.Tests.Setup;

/// <summary>What a program that ran to its end gave.</summary>
internal sealed record Tool(int Code, string Output, string Error)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Whether the PATH has it.</summary>
    internal static bool IsHere(string program) =>
        (Environment.GetEnvironmentVariable("PATH")?.Split(':') ?? []).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>In the repository's root.</summary>
    internal static Task<Tool> Run(string program, params string[] arguments) =>
        Run(new ProcessStartInfo(program, arguments) { WorkingDirectory = Repository.Root });

    /// <summary>Killed with its children if it takes a minute.</summary>
    internal static async Task<Tool> Run(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        using var late = new CancellationTokenSource(Deadline);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(late.Token);
            var error = process.StandardError.ReadToEndAsync(late.Token);
            await process.WaitForExitAsync(late.Token);
            return new Tool(process.ExitCode, await output, await error);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <returns>Its output.</returns>
    internal string Passed()
    {
        Assert.True(Code == 0, $"exit code {Code}\n{Output}\n{Error}");
        return Output;
    }
}
