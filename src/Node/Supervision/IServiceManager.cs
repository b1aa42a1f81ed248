namespace PoolTopology.Node.Supervision;

/// <summary>Whoever started the node as a service and wants to hear how it is. Thread-safe.</summary>
public interface IServiceManager
{
    /// <summary>How long the node may be silent before it is killed; null where nobody counts.</summary>
    TimeSpan? WatchdogTimeout { get; }

    /// <summary>Tells it; never waits, and a message that does not get through is lost.</summary>
    void Tell(ServiceMessage message);
}
