namespace PoolTopology.Network.Ports;

/// <summary>Hears what happens to connections: for logs, metrics and status.</summary>
public interface INetworkEvents
{
    /// <summary>Takes one event.</summary>
    /// <remarks>Cost: called on the network's own tasks, from several at once; must not block.</remarks>
    void Report(NetworkEvent networkEvent);
}
