using System.Net;
using PoolTopology.Network.Connections;

namespace PoolTopology.Network.Peers;

/// <summary>Joins what the links and the connections know into one list of peers.</summary>
internal static class PeerSnapshots
{
    public static IReadOnlyList<PeerSnapshot> Take(IReadOnlyList<PeerLink> links, IReadOnlyList<Connection> connections)
    {
        SortedDictionary<IPEndPoint, PeerLink> byPeer = new(PeerOrder.Instance);
        foreach (PeerLink link in links)
            byPeer.Add(link.Peer, link);
        List<PeerSnapshot> peers = [.. byPeer.Values.Select(link => Of(link, connections))];
        foreach (Connection connection in connections)
        {
            if (connection.Agreement is not null && !byPeer.ContainsKey(connection.Remote))
                peers.Add(Of(connection));
        }
        return peers;
    }

    private static PeerSnapshot Of(PeerLink link, IReadOnlyList<Connection> connections)
    {
        Connection? used = link.Connection;
        PeerTemperature temperature = used?.Temperature ?? PeerTemperature.Cold;
        return new PeerSnapshot(
            link.Peer,
            temperature,
            IsWanted: true,
            link.Settings.IsLocalRoot,
            link.Settings.IsTrustable,
            IsUpstream: temperature == PeerTemperature.Hot,
            IsDownstream: connections.Any(connection => connection.IsDownstream && connection.Remote.Equals(link.Peer)),
            used?.Origin,
            used?.Agreement?.Version,
            used?.Since,
            used?.RoundTrip,
            link.ConsecutiveFailures,
            link.LastError);
    }

    private static PeerSnapshot Of(Connection connection) => new(
        connection.Remote,
        connection.Temperature,
        IsWanted: false,
        IsLocalRoot: false,
        IsTrustable: false,
        IsUpstream: connection.Temperature == PeerTemperature.Hot,
        connection.IsDownstream,
        connection.Origin,
        connection.Agreement?.Version,
        connection.Since,
        connection.RoundTrip,
        ConsecutiveFailures: 0,
        LastError: null);
}
