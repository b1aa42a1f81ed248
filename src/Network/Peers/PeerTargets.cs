using System.Collections.Immutable;

namespace PoolTopology.Network.Peers;

/// <summary>The peers that the operator wants us to be a client of.</summary>
/// <remarks>An address in several groups belongs to the first.</remarks>
public sealed record PeerTargets(ImmutableArray<PeerGroup> Groups)
{
    /// <summary>No peers: the node only serves those who come.</summary>
    public static PeerTargets None { get; } = new(ImmutableArray<PeerGroup>.Empty);
}
