namespace PoolTopology.Ledger.Transactions;

/// <summary>What a script is written in; the value is the byte before the script when it is hashed.</summary>
public enum ScriptLanguage
{
    /// <summary>Signatures, thresholds and time locks.</summary>
    Native = 0,

    /// <summary>Plutus of Alonzo.</summary>
    PlutusV1 = 1,

    /// <summary>Plutus of Babbage.</summary>
    PlutusV2 = 2,

    /// <summary>Plutus of Conway.</summary>
    PlutusV3 = 3,
}
