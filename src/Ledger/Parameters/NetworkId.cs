namespace PoolTopology.Ledger.Parameters;

/// <summary>Which addresses a network uses.</summary>
public enum NetworkId
{
    /// <summary>Every network but mainnet.</summary>
    Testnet = 0,

    /// <summary>Mainnet.</summary>
    Mainnet = 1,
}
