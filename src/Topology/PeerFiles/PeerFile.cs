using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.PeerFiles;

/// <summary>A node's peers: <c>topology.json</c> in cardano-node's P2P format.</summary>
/// <remarks>
/// Spec: https://github.com/IntersectMBO/ouroboros-network/blob/098ca07313cd94424c59e7f48ddab5facb02463b/ouroboros-network/orphan-instances/Ouroboros/Network/OrphanInstances.hs
/// (networkTopologyFromJSON), with cardano-node's own keys bootstrapPeers and trustable.
/// </remarks>
public sealed record PeerFile
{
    /// <summary>The value of <see cref="UseLedgerAfterSlot"/> that switches ledger peers off.</summary>
    public const long NeverUseLedger = -1;

    /// <summary>Peers that are always connected. Groups do not overlap.</summary>
    public required ValueList<LocalRootGroup> LocalRoots { get; init; }

    /// <summary>Peers of the public network.</summary>
    public ValueList<PublicRootGroup> PublicRoots { get; init; } = [];

    /// <summary>Where a node finds the network when it starts from nothing, or null to do without.</summary>
    public ValueList<AccessPoint>? BootstrapPeers { get; init; }

    /// <summary>From which slot on the relays registered on the chain are used as peers.</summary>
    /// <remarks>Units: absolute slots; 0 means always; negative means never, which is also what absence
    /// means.</remarks>
    public long UseLedgerAfterSlot { get; init; } = NeverUseLedger;

    /// <summary>A file with a snapshot of ledger peers, relative to the topology file, or null.</summary>
    public string? PeerSnapshotFile { get; init; }

    /// <summary>This file as JSON text: the same value gives the same bytes.</summary>
    public string Render() => PeerFileRenderer.Render(this);

    /// <summary>Reads the text of a topology.json.</summary>
    public static PeerFileResult Parse(string json) => PeerFileParser.Parse(json);
}
