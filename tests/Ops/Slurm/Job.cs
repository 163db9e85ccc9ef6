using System.Diagnostics;
using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Slurm;

/// <summary>
/// A folder that stands for a checkout on a cluster, with a node that notes its arguments, and an srun that starts what it is told
/// once for each of two hosts. Where there is a file `late`, the batch file gets Slurm's signal once both have begun, and the
/// coordinator goes on until it is told to end.
/// </summary>
internal sealed class Job : IDisposable
{
    internal const string File = "ops/slurm/gancluster.sbatch";

    private const string Node =
        """
        #!/usr/bin/env bash
        if [[ $1 == certificate ]]; then touch "$3"; exit; fi
        if [[ $1 == coordinator ]]; then
          for ((i = 1; i < $#; i++)); do
            if [[ ${!i} == --secret-file ]]; then next=$((i + 1)); stat -c %a "${!next}" "$(dirname "${!next}")" >modes; fi
          done
          printf '%s\n' "$@" >coordinator
          if [[ -e late ]]; then
            trap 'sleep 0.3; exit "$CODE"' TERM
            until [[ -e worker-n2 ]]; do sleep 0.05; done
            kill -TERM $PPID
            while :; do sleep 0.05; done
          fi
          exit "${CODE:-0}"
        fi
        printf '%s\n' "$@" >"worker-$SLURMD_NODENAME"
        """;

    private const string Srun =
        """
        #!/usr/bin/env bash
        while [[ $1 == -* ]]; do shift; done
        for host in n1 n2; do SLURMD_NODENAME=$host "$@"; done
        """;

    private readonly TemporaryFolder _root = new();

    internal Job()
    {
        Directory.CreateDirectory(Below("bin"));
        Add("gancluster", Node);
        Add("bin/srun", Srun);
    }

    internal string Below(string path) => _root.Below(path);

    internal string[] Lines(string file) => System.IO.File.ReadAllLines(Below(file));

    /// <summary>As sbatch does on the first of two hosts.</summary>
    internal ProcessStartInfo Start(params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("bash", [Repository.Path(File)]) { WorkingDirectory = _root.Path };
        start.Environment["PATH"] = $"{Below("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var (name, value) in environment.Concat(
            [("SLURM_JOB_ID", "41234"), ("SLURM_JOB_NUM_NODES", "2"), ("SLURMD_NODENAME", "n1"), ("SLURM_CPUS_PER_TASK", "2")]))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    public void Dispose() => _root.Dispose();

    private void Add(string program, string text)
    {
        System.IO.File.WriteAllText(Below(program), text);
        System.IO.File.SetUnixFileMode(
            Below(program), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
