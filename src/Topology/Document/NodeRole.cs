namespace PoolTopology.Topology.Document;

/// <summary>What a node is for.</summary>
public enum NodeRole
{
    /// <summary>Makes blocks; hidden behind the relays.</summary>
    Producer,

    /// <summary>Stands between the producer and the world.</summary>
    Relay,

    /// <summary>Not part of the pool: follows its relays like any stranger.</summary>
    Observer,
}
