namespace PoolTopology.Storage.ChainDb;

/// <summary>Why a block was kept without becoming part of the chain.</summary>
public enum StoredReason
{
    /// <summary>It ends (or lies on) a chain that is not better than the current one.</summary>
    NotPreferred,

    /// <summary>A block between it and the current chain has not arrived yet.</summary>
    ParentMissing,
}
