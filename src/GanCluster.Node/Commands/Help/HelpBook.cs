namespace GanCluster.Node.Commands.Help;

/// <summary>Examples, variables and exit codes of the commands, by the words that call them.</summary>
internal static class HelpBook
{
    private static readonly HelpVariable[] Runs =
    [
        new("GANCLUSTER_HOME", "The folder that holds cluster-config. Otherwise it is looked for above the program."),
        new("GANCLUSTER_DATA", "The folder of data sets by name."),
        new("GANCLUSTER_CACHE", "Where prepared images are kept. Otherwise ~/.cache/gancluster."),
    ];

    private static readonly HelpVariable[] Training =
    [
        .. Runs,
        new("OTEL_EXPORTER_OTLP_ENDPOINT", "An OpenTelemetry collector that metrics and the traces of rounds are sent to, as http://127.0.0.1:4317."),
        new("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc, which is the default, or http/protobuf."),
        new("OTEL_TRACES_EXPORTER", "none: metrics alone. Likewise OTEL_METRICS_EXPORTER."),
        new("OTEL_TRACES_SAMPLER", "Which rounds are traced: parentbased_traceidratio with OTEL_TRACES_SAMPLER_ARG=0.1 takes a tenth."),
    ];

    private static readonly HelpVariable[] Nodes =
        [.. Training, new("GANCLUSTER_SECRET", "The secret of the run's nodes, where --secret-file isn't given.")];

    private static readonly string[] Stopped = ["130  stopped by Ctrl-C, with a checkpoint"];

    internal static CommandHelp Of(string command) => Book.GetValueOrDefault(command, CommandHelp.None);

    private static readonly Dictionary<string, CommandHelp> Book = new(StringComparer.Ordinal)
    {
        [""] = new(
            [
                new("gancluster demo", "two minutes on Fashion-MNIST, over three processes"),
                new("gancluster train ring8 --nodes 0", "a run of cluster-config/runs in one process"),
                new("gancluster init faces", "a project with networks and data of your own"),
                new("gancluster status --watch", "how the newest run goes on"),
            ],
            Nodes,
            ["3  a worker node's: the run has failed", "130  stopped by Ctrl-C"]),
        ["train"] = new(
            [
                new("gancluster train fashion-dcgan --nodes 2 --seconds 600", "a coordinator and two worker nodes, a process each"),
                new("gancluster train ring8 --nodes 0 --set batch=128", "in this process, with a key of the run changed"),
                new("gancluster train fashion-dcgan --data photos --set image.size=64", "on the images of a folder"),
                new("gancluster train fashion-dcgan --resume", "on from the last checkpoint, with the same bits"),
                new("gancluster train fashion-dcgan --hosts gan-2,gan-3 --devices auto", "a worker node on each of two machines, over ssh"),
                new("gancluster train mine.json --devices auto", "a run of your own, on all GPUs or processors"),
            ],
            Nodes,
            Stopped),
        ["coordinator"] = new(
            [
                new("gancluster coordinator fashion-dcgan --workers 2", "for workers on this machine"),
                new(
                    "gancluster coordinator fashion-dcgan --host 10.0.0.1 --secret-file cluster.secret --certificate cluster.pfx",
                    "for workers anywhere"),
            ],
            Nodes,
            Stopped),
        ["worker"] = new(
            [
                new("gancluster worker --join 127.0.0.1:4053", "one worker, on this machine"),
                new(
                    "gancluster worker --join 10.0.0.1:4053 --host 10.0.0.2 --devices auto --secret-file cluster.secret --certificate cluster.pfx",
                    "one for each GPU, on another"),
            ],
            Nodes,
            ["3  the run has failed, which was no fault of this node", .. Stopped]),
        ["sample"] = new(
            [
                new("gancluster sample --run runs/0001-fashion-dcgan-seed1 --count 64 --seed 7 --out grid.png", "a grid of 64"),
                new("gancluster sample --run runs/0001-fashion-cgan-seed1 --label 9 --gif walk.gif", "from image to image, of one class"),
                new("gancluster sample --run runs/0001-fashion-dcgan-seed1 --npy images.npy --json", "as numbers; for a script, which images they are"),
            ],
            [],
            []),
        ["evaluate"] = new(
            [
                new("gancluster evaluate --run runs/0001-fashion-dcgan-seed1", "a run's newest version"),
                new("gancluster evaluate --images images.npy", "images from anywhere"),
            ],
            Runs,
            []),
        ["upscale"] = new(
            [
                new("gancluster upscale --run runs/0001-fashion-srgan-seed1 --out large.png", "test images, small, enlarged and real"),
                new("gancluster upscale --run runs/0001-fashion-srgan-seed1 photo.jpg large.png", "a picture of yours"),
            ],
            Runs,
            []),
        ["data"] = new(
            [
                new("gancluster data", "what is here, and how to have the rest"),
                new("gancluster data check photos", "whether train --data takes a folder"),
                new("gancluster data get fashion-mnist", "brings a public set"),
            ],
            Runs,
            []),
        ["data check"] = new([new("gancluster data check photos", "its sizes, classes and broken files")], [], []),
        ["data get"] = new([new("gancluster data get mnist", "into $GANCLUSTER_DATA, or the user's folder of caches")], Runs, []),
        ["init"] = new([new("gancluster init faces", "then: cd faces && dotnet run -c Release -- train faces.json --nodes 2")], [], []),
        ["demo"] = new(
            [
                new("gancluster demo", "two minutes"),
                new("gancluster demo --seconds 600 --out runs/long", "ten minutes, into a folder"),
            ],
            Training,
            Stopped),
        ["bench"] = new([new("gancluster bench train --run fashion-dcgan --nodes 2", "images/s of a run")], [], []),
        ["bench train"] = new(
            [new("gancluster bench train --run fashion-dcgan --nodes 2 --set batch=64 --json", "images/s over two worker nodes")], Runs, []),
        ["bench step"] = new([new("gancluster bench step fashion-dcgan --set batch=64", "where a step's time goes")], Runs, []),
        ["bench control-plane"] = new([new("gancluster bench control-plane", "what deciding costs with 10 to 10,000 workers")], [], []),
        ["bench scale"] = new(
            [
                new("gancluster bench scale --workers 1000", "a thousand simulated workers"),
                new("gancluster bench scale --model", "a model of up to 4,096 GPUs"),
            ],
            [],
            []),
        ["bench averaging"] = new([new("gancluster bench averaging --megabytes 100 --ranks 2", "a sum between two nodes")], [], []),
        ["bench quality"] = new([new("gancluster bench quality --out quality", "hours")], Runs, []),
        ["bench frontier"] = new(
            [
                new("gancluster bench frontier ring8 --every 1,20,200 --out frontier", "three trainings: what rarer averaging costs, and saves"),
                new("gancluster bench frontier ring8 --set shards.classes=2 --out unequal", "where each of the four replicas has two modes alone"),
            ],
            Runs,
            []),
        ["bench health"] = new([new("gancluster bench health runs/ring8-seed1", "the alarm on what a run recorded")], [], []),
        ["bench chaos"] = new(
            [new("gancluster bench chaos --run ring8 --events 20 --seed 1", "twenty strikes, the same at each call")], Runs, []),
        ["simulate"] = new(
            [
                new("gancluster simulate --seeds 500 --workers 5", "five hundred cases"),
                new("gancluster simulate --seed 17", "one of them, with what happens in it"),
            ],
            [],
            ["1  a promise was broken"]),
        ["runs"] = new(
            [
                new("gancluster runs", "all of them, a line each"),
                new("gancluster runs 1 2", "runs/0001-... and runs/0002-... side by side: what differs, and their figures"),
                new("gancluster runs --json", "for a script"),
            ],
            [],
            []),
        ["replay"] = new(
            [new("gancluster replay runs/0001-fashion-dcgan-seed1 --to 400", "its rounds again, up to step 400")],
            Runs,
            ["1  a round has other bits than were recorded", "143  stopped before the end"]),
        ["status"] = new(
            [
                new("gancluster status", "of the newest run"),
                new("gancluster status --watch", "until it has ended"),
                new("gancluster status --run runs/0001-ring8-seed1 --json", "for a script"),
            ],
            [],
            []),
        ["stop"] = new([new("gancluster stop", "the newest that is running")], [], []),
        ["doctor"] = new(
            [new("gancluster doctor", "this machine"), new("gancluster doctor --gpu", "a step of every family on its GPUs")], [], []),
        ["certificate"] = new([new("gancluster certificate --out cluster.pfx", "for all nodes of a cluster")], [], []),
        ["completion"] = new(
            [
                new("gancluster completion bash > ~/.local/share/bash-completion/completions/gancluster", "for bash, from the next shell on"),
                new("gancluster completion zsh > ~/.zfunc/_gancluster", "for zsh, with ~/.zfunc in fpath"),
                new("gancluster completion fish > ~/.config/fish/completions/gancluster.fish", "for fish"),
            ],
            [],
            []),
    };
}
