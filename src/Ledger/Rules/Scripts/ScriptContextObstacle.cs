namespace PoolTopology.Ledger.Rules;

/// <summary>What of a transaction a Plutus language has no words for.</summary>
public enum ScriptContextObstacle
{
    /// <summary>A Byron address, in any language.</summary>
    ByronAddress,

    /// <summary>A reference input, in Plutus V1.</summary>
    ReferenceInput,

    /// <summary>An inline datum, in Plutus V1.</summary>
    InlineDatum,

    /// <summary>A reference script, in Plutus V1.</summary>
    ReferenceScript,
}
