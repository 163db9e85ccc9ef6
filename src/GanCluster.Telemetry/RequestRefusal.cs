namespace GanCluster.Telemetry;

/// <summary>Why a request to change a run is refused; metrics count them by it.</summary>
public enum RequestRefusal
{
    NoToken,
    WrongToken,
}
