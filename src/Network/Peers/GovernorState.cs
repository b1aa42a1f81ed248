using System.Collections.Immutable;
using System.Net;

namespace PoolTopology.Network.Peers;

/// <summary>What the governor decides upon.</summary>
/// <param name="Groups">The targets, with names turned into addresses.</param>
/// <param name="Links">The peers that we keep a link to, connected or trying.</param>
/// <param name="DroppedAt">When a link was given up because its peer did not answer.</param>
internal sealed record GovernorState(
    ImmutableArray<ResolvedGroup> Groups,
    ImmutableSortedDictionary<IPEndPoint, LinkView> Links,
    ImmutableSortedDictionary<IPEndPoint, DateTimeOffset> DroppedAt);
