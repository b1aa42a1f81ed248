using System.Collections.Immutable;
using System.Net;

namespace PoolTopology.Network.Peers;

/// <summary>A group of peers by address.</summary>
/// <remarks>Invariant: no address is in two groups, nor twice in one.</remarks>
internal sealed record ResolvedGroup(
    ImmutableArray<IPEndPoint> Members, int HotValency, int WarmValency, bool IsLocalRoot, bool IsTrustable);
