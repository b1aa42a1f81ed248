namespace PoolTopology.Topology.Document;

/// <summary>A node of somebody else.</summary>
/// <param name="Host">Where it is.</param>
/// <param name="Port">Its node-to-node port.</param>
public sealed record PeerAddress(HostAddress Host, int Port);
