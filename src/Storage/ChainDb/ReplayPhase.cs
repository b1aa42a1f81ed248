namespace PoolTopology.Storage.ChainDb;

/// <summary>What opening the ChainDB is doing.</summary>
public enum ReplayPhase
{
    /// <summary>Rebuilding the state from the immutable chain, without checking signatures again.</summary>
    Immutable,

    /// <summary>Validating the volatile blocks in full and choosing the best chain among them.</summary>
    Volatile,
}
