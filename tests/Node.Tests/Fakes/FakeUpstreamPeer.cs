using System.Net;
using PoolTopology.Network.Ports;

namespace PoolTopology.Node.Tests.Fakes;

/// <summary>A peer that remembers what it was told.</summary>
internal sealed class FakeUpstreamPeer : IUpstreamPeer
{
    public long ConnectionId => 1;

    public IPEndPoint Address { get; } = new(IPAddress.Loopback, 3001);

    public bool IsLocalRoot { get; init; } = true;

    public bool IsTrustable => true;

    public TimeSpan? RoundTrip => null;

    /// <summary>Why it was disconnected.</summary>
    public string? Misbehaviour { get; private set; }

    public ValueTask<FetchOutcome> FetchAsync(
        BlockRange range, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> onBlock, CancellationToken cancellation) =>
        ValueTask.FromResult(FetchOutcome.NoBlocks);

    public void Disconnect(string misbehaviour) => Misbehaviour ??= misbehaviour;
}
