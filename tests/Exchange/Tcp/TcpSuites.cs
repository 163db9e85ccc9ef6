namespace GanCluster.Exchange.Tests.Tcp;

public class TcpExchangeSpecs() : ParameterExchangeSuite(workers => Nodes.Of(workers, w => w));

public class TcpWorkersOfOneNodeSpecs() : ParameterExchangeSuite(workers => Nodes.Of(workers, _ => 0));

public class TcpTwoWorkersANodeSpecs() : ParameterExchangeSuite(workers => Nodes.Of(workers, w => w / 2));

/// <summary>A node's ranges are not contiguous, so that little can be merged in it.</summary>
public class TcpScatteredWorkersSpecs() : ParameterExchangeSuite(workers => Nodes.Of(workers, w => w % 2));

public class SocketsExchangeSpecs()
    : ParameterExchangeSuite(workers => Nodes.Of(workers, w => w, Nodes.Options with { SharesMemory = false }));

public class SocketsTwoWorkersANodeSpecs()
    : ParameterExchangeSuite(workers => Nodes.Of(workers, w => w / 2, Nodes.Options with { SharesMemory = false }));
