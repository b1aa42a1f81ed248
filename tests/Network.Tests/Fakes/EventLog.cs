using PoolTopology.Network.Connections;
using PoolTopology.Network.Ports;

namespace PoolTopology.Network.Tests.Fakes;

/// <summary>Keeps what the network reports.</summary>
internal sealed class EventLog : INetworkEvents
{
    private readonly Lock _gate = new();
    private readonly List<NetworkEvent> _events = [];

    public IReadOnlyList<NetworkEvent> All
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    public IReadOnlyList<CloseReason> CloseReasons =>
        [.. All.OfType<NetworkEvent.Disconnected>().Select(disconnected => disconnected.Reason)];

    public void Report(NetworkEvent networkEvent)
    {
        lock (_gate)
            _events.Add(networkEvent);
    }
}
