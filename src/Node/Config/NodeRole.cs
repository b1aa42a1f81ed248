namespace PoolTopology.Node.Config;

/// <summary>What a node is for. It changes what the node reports, not how it validates.</summary>
public enum NodeRole
{
    /// <summary>Serves the chain to others.</summary>
    Relay,

    /// <summary>Also forges blocks.</summary>
    Producer,
}
