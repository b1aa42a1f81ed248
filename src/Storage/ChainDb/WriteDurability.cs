namespace PoolTopology.Storage.ChainDb;

/// <summary>When blocks must have reached the device.</summary>
public enum WriteDurability
{
    /// <summary>Before a block counts as adopted: neither kill -9 nor a power loss takes it back.</summary>
    EachAdoption,

    /// <summary>When a file is full, for catching up: a power loss may take the last blocks, which are fetched again.</summary>
    Relaxed,
}
