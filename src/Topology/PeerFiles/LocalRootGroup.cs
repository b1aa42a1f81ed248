using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.PeerFiles;

/// <summary>Peers that a node always keeps a number of connections to.</summary>
public sealed record LocalRootGroup
{
    /// <summary>A label for people; nodes ignore it. Null when absent.</summary>
    public string? Name { get; init; }

    /// <summary>Where the peers are.</summary>
    public required ValueList<AccessPoint> AccessPoints { get; init; }

    /// <summary>How many of them should be hot.</summary>
    public required int HotValency { get; init; }

    /// <summary>How many of them should be at least warm.</summary>
    public required int WarmValency { get; init; }

    /// <summary>True when other nodes may be told about them.</summary>
    public bool IsAdvertised { get; init; }

    /// <summary>True when they may be relied on while the node does not know the chain yet.</summary>
    public bool IsTrustable { get; init; }

    /// <summary>True when they cannot be dialled and are awaited instead.</summary>
    public bool IsBehindFirewall { get; init; }

    /// <summary>What is offered to them.</summary>
    public DiffusionMode DiffusionMode { get; init; }
}
