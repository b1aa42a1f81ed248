namespace PoolTopology.Orchestrator.Design;

/// <summary>What a node is for.</summary>
internal enum NodeRole
{
    /// <summary>Forges blocks; hidden behind the relays.</summary>
    Producer,

    /// <summary>Stands between the producer and the network.</summary>
    Relay,

    /// <summary>Follows the chain from outside; not part of the pool.</summary>
    Observer,
}
