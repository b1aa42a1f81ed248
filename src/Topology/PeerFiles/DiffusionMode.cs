namespace PoolTopology.Topology.PeerFiles;

/// <summary>What a node offers on the connections to a group of peers.</summary>
public enum DiffusionMode
{
    /// <summary>It asks and answers.</summary>
    InitiatorAndResponder,

    /// <summary>It only asks.</summary>
    InitiatorOnly,
}
