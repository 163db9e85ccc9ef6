namespace GanCluster.Exchange.Tcp;

/// <summary>A connection was refused, by either side.</summary>
internal sealed class AdmissionException(string reason) : IOException(reason);
