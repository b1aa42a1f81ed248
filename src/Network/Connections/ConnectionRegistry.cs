using System.Net;
using PoolTopology.Network.Mux;

namespace PoolTopology.Network.Connections;

/// <summary>The connections that exist, and the tasks that run them.</summary>
/// <remarks>Thread-safe. Peers are told apart by address and port, never by address alone.</remarks>
internal sealed class ConnectionRegistry
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, (Connection Connection, Task Running)> _entries = [];
    private long _given;

    /// <summary>Set when an inbound connection has ended.</summary>
    public AsyncSignal InboundEnded { get; } = new();

    public long NextId() => Interlocked.Increment(ref _given);

    public void Add(Connection connection, Task running)
    {
        lock (_gate)
            _entries.Add(connection.Id, (connection, running));
    }

    public void Remove(Connection connection)
    {
        lock (_gate)
            _entries.Remove(connection.Id);
        if (connection.Origin == ConnectionOrigin.Inbound)
            InboundEnded.Set();
    }

    public IReadOnlyList<Connection> All()
    {
        lock (_gate)
            return [.. _entries.Values.Select(entry => entry.Connection)];
    }

    public IReadOnlyList<Task> Running()
    {
        lock (_gate)
            return [.. _entries.Values.Select(entry => entry.Running)];
    }

    public int CountInbound() => All().Count(connection => connection.Origin == ConnectionOrigin.Inbound);

    public int CountInboundFrom(IPAddress address) => All().Count(
        connection => connection.Origin == ConnectionOrigin.Inbound && connection.Remote.Address.Equals(address));

    /// <summary>A connection on which we may be a client of the peer, the oldest first.</summary>
    public Connection? FindUsable(IPEndPoint remote) =>
        All().FirstOrDefault(connection => connection.IsUsable && connection.Remote.Equals(remote));

    /// <summary>A connection with the peer whose handshake is under way.</summary>
    public Connection? FindBeginning(IPEndPoint remote) => All().FirstOrDefault(
        connection => !connection.Ready.IsCompleted && connection.Remote.Equals(remote));
}
