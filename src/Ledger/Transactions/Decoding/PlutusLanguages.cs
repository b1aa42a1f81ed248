using PoolTopology.Ledger.Eras;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Which Plutus languages an era knows.</summary>
internal static class PlutusLanguages
{
    public static bool IsKnown(ScriptLanguage language, Era era) => language switch
    {
        ScriptLanguage.PlutusV1 => era >= Era.Alonzo,
        ScriptLanguage.PlutusV2 => era >= Era.Babbage,
        ScriptLanguage.PlutusV3 => era >= Era.Conway,
        _ => true,
    };
}
