namespace PoolTopology.Topology.Document;

/// <summary>Which node software the pool's machines run.</summary>
public enum EngineKind
{
    /// <summary>This project's own <c>pool-relay</c> and <c>pool-producer</c>.</summary>
    PoolTopology,

    /// <summary>The reference <c>cardano-node</c>.</summary>
    CardanoNode,
}
