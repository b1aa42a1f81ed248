using PoolTopology.Network.Handshake;
using PoolTopology.Network.Ports;

namespace PoolTopology.Network.Connections;

/// <summary>What all connections of a host share.</summary>
internal sealed class ConnectionEnvironment(NetworkPorts ports, VersionData ours, TimeProvider time, Random random)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public NetworkPorts Ports => ports;

    public VersionData Ours => ours;

    public TimeProvider Time => time;

    /// <summary>Faults with the first failure of our own code.</summary>
    public Task Failed => _failed.Task;

    /// <summary>A source of its own for one task; sources are not shared between tasks.</summary>
    public Random SplitRandom()
    {
        lock (_gate)
            return new Random(random.Next());
    }

    public void Report(NetworkEvent networkEvent) => ports.Events.Report(networkEvent);

    /// <summary>Our own code failed: the host must stop.</summary>
    public void Fail(Exception fault) => _failed.TrySetException(fault);
}
