using System.Net;
using PoolTopology.Network.Ports;
using PoolTopology.Network.Protocols.BlockFetch;

namespace PoolTopology.Network.Connections;

/// <summary>What the node may ask of a peer that it follows.</summary>
internal sealed class UpstreamPeer(Connection connection, UpstreamSettings settings, BlockFetchInitiator blockFetch)
    : IUpstreamPeer
{
    public long ConnectionId => connection.Id;

    public IPEndPoint Address => connection.Remote;

    public bool IsLocalRoot => settings.IsLocalRoot;

    public bool IsTrustable => settings.IsTrustable;

    public TimeSpan? RoundTrip => connection.RoundTrip;

    public ValueTask<FetchOutcome> FetchAsync(
        BlockRange range,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> onBlock,
        CancellationToken cancellation) =>
        blockFetch.FetchAsync(range, onBlock, cancellation);

    public void Disconnect(string misbehaviour) => connection.Close(new CloseReason.Misbehaved(misbehaviour));

    public override string ToString() => Address.ToString();
}
