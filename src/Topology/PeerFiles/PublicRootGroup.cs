using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.PeerFiles;

/// <summary>Peers of the public network that a node may start from.</summary>
/// <param name="AccessPoints">Where the peers are.</param>
/// <param name="IsAdvertised">True when other nodes may be told about them.</param>
public sealed record PublicRootGroup(ValueList<AccessPoint> AccessPoints, bool IsAdvertised);
