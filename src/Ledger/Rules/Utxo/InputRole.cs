namespace PoolTopology.Ledger.Rules;

/// <summary>What a transaction names an output for.</summary>
public enum InputRole
{
    /// <summary>To spend it.</summary>
    Spent,

    /// <summary>To lose it when a script fails.</summary>
    Collateral,

    /// <summary>To look at it.</summary>
    Referenced,
}
