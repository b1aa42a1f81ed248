using System.Collections.Immutable;

namespace PoolTopology.Network.Peers;

/// <summary>Peers that stand for one another, and how many of them are wanted.</summary>
/// <param name="AccessPoints">Where they are reached.</param>
/// <param name="HotValency">How many to follow.</param>
/// <param name="WarmValency">How many to be connected with, the hot ones included.</param>
/// <param name="IsLocalRoot">The operator's own; a connection is tried again at least every ten seconds, for
/// ever.</param>
/// <param name="IsTrustable">Its silence is no reason to disconnect, and its chain is trusted while syncing.</param>
/// <remarks>Pre: 0 &lt;= hot &lt;= warm. Valencies beyond the number of addresses mean all of them.</remarks>
public sealed record PeerGroup(
    ImmutableArray<AccessPoint> AccessPoints, int HotValency, int WarmValency, bool IsLocalRoot, bool IsTrustable);
