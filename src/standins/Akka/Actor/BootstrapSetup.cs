using Akka.Configuration;

namespace Akka.Actor;

public sealed class BootstrapSetup : Setup.Setup
{
    private BootstrapSetup(Config? config)
    {
        Given = config;
    }

    internal Config? Given { get; }

    public static BootstrapSetup Create()
    {
        return new BootstrapSetup(null);
    }

    public BootstrapSetup WithConfig(Config config)
    {
        return new BootstrapSetup(config);
    }
}
