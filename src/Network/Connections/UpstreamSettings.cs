namespace PoolTopology.Network.Connections;

/// <summary>What the operator said of a peer that we are a client of.</summary>
internal sealed record UpstreamSettings(bool IsLocalRoot, bool IsTrustable);
