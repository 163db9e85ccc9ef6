using GanCluster.Exchange.Tcp;

namespace GanCluster.Exchange.Tests.Tcp.Secured;

public class SecuredExchangeSpecs() : ParameterExchangeSuite(workers => Nodes.Of(workers, w => w, Options))
{
    internal static TcpExchangeOptions Options => Nodes.Options with
    {
        Trust = Certificates.Shared, SharesMemory = false,
    };
}

public class SecuredTwoWorkersANodeSpecs()
    : ParameterExchangeSuite(workers => Nodes.Of(workers, w => w / 2, SecuredExchangeSpecs.Options));

public class SecuredSharedMemorySpecs()
    : ParameterExchangeSuite(workers => Nodes.Of(workers, w => w, SecuredExchangeSpecs.Options with { SharesMemory = true }));
