using System.Collections.Immutable;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Pipeline;

/// <summary>The validated headers of one upstream peer after its intersection with our chain, at one moment.</summary>
/// <param name="Peer">The upstream peer.</param>
/// <param name="Anchor">The last point that both chains have.</param>
/// <param name="Headers">The peer's headers after the anchor, oldest first.</param>
/// <param name="IsAtPeerTip">The peer has nothing more to say: these are all of its headers.</param>
/// <param name="PeerTip">The tip that the peer last announced.</param>
public sealed record CandidateView(
    string Peer, Point Anchor, ImmutableList<BlockHeader> Headers, bool IsAtPeerTip, Tip PeerTip)
{
    /// <summary>The last header, or null where the peer has nothing that we lack.</summary>
    public BlockHeader? Last => Headers.IsEmpty ? null : Headers[^1];
}
