using PoolTopology.Ledger.Eras;

namespace PoolTopology.Ledger.Rules;

/// <summary>Which rules a transaction must keep in which era.</summary>
/// <remarks>
/// The order decides which refusal is reported when several rules are broken, and what a later rule may rely on: first those
/// that others presuppose, then money, then permission, then scripts.
/// The reference's three steps UTXOW, UTXO and UTXOS stand in one list; certificates and withdrawals are DELEGS,
/// proposals PPUP, and the block's own limits BBODY.
/// Spec, at the commits that these rules were checked against:
/// https://github.com/IntersectMBO/cardano-ledger/blob/021aa9be6cd5e6f13e30f0286bfd0db87222e651/eras/shelley/impl/src/Cardano/Ledger/Shelley/Rules/Utxo.hs
/// https://github.com/IntersectMBO/cardano-ledger/blob/00e24043e32ae601aa4bc95042b0026731989fe1/eras/shelley/impl/src/Cardano/Ledger/Shelley/Rules/Utxow.hs
/// https://github.com/IntersectMBO/cardano-ledger/blob/54c9ee0202227de58fc543d9613c0491c8aa41ee/eras/allegra/impl/src/Cardano/Ledger/Allegra/Rules/Utxo.hs
/// https://github.com/IntersectMBO/cardano-ledger/blob/064acb8e7ab7b2aeef138ec0c821f8c5f1402621/eras/alonzo/impl/src/Cardano/Ledger/Alonzo/Rules/Utxo.hs
/// https://github.com/IntersectMBO/cardano-ledger/blob/00f621ac76eee249a296974dfdae9b867ef710d6/eras/alonzo/impl/src/Cardano/Ledger/Alonzo/Rules/Utxow.hs
/// https://github.com/IntersectMBO/cardano-ledger/blob/02dffcfe25d14cdad50bda4a744cf0c64c352eae/eras/babbage/impl/src/Cardano/Ledger/Babbage/Rules/Utxo.hs
/// https://github.com/IntersectMBO/cardano-ledger/blob/00e24043e32ae601aa4bc95042b0026731989fe1/eras/babbage/impl/src/Cardano/Ledger/Babbage/Rules/Utxow.hs
/// </remarks>
internal static class TransactionRules
{
    private static readonly TransactionRule[] Shelley =
    [
        InputsRule.CheckNotEmpty,
        ValidityIntervalRule.CheckTimeToLive,
        InputsRule.CheckExist,
        NetworkRule.CheckOutputs,
        NetworkRule.CheckWithdrawals,
        TransactionSizeRule.Check,
        OutputMinimumRule.CheckConstant,
        BootstrapAttributesRule.Check,
        FeeRule.Check,
        ValueConservationRule.Check,
        ScriptWitnessRule.CheckMissing,
        ScriptWitnessRule.CheckExtraneous,
        NativeScriptRule.Check,
        KeyWitnessRule.Check,
        GenesisQuorumRule.Check,
        AuxiliaryDataRule.CheckHash,
        AuxiliaryDataRule.CheckMetadata,
    ];

    private static readonly TransactionRule[] Allegra =
        Replace(Shelley, ValidityIntervalRule.CheckTimeToLive, ValidityIntervalRule.CheckInterval);

    private static readonly TransactionRule[] Mary =
    [
        .. Replace(Allegra, OutputMinimumRule.CheckConstant, OutputMinimumRule.CheckScaled),
        OutputValueSizeRule.CheckMary,
    ];

    private static readonly TransactionRule[] Alonzo =
    [
        InputsRule.CheckNotEmpty,
        ValidityIntervalRule.CheckInterval,
        InputsRule.CheckExist,
        NetworkRule.CheckOutputs,
        NetworkRule.CheckWithdrawals,
        NetworkRule.CheckBody,
        TransactionSizeRule.Check,
        ExecutionUnitsRule.Check,
        OutputMinimumRule.CheckWords,
        OutputValueSizeRule.Check,
        BootstrapAttributesRule.Check,
        FeeRule.Check,
        CollateralRule.CheckCount,
        CollateralRule.CheckPresent,
        CollateralRule.CheckKeyLocked,
        CollateralRule.CheckAdaOnly,
        CollateralRule.CheckSufficient,
        ValueConservationRule.Check,
        ScriptWitnessRule.CheckMissing,
        ScriptWitnessRule.CheckExtraneous,
        NativeScriptRule.Check,
        DatumRule.CheckSpendable,
        DatumRule.CheckRequired,
        DatumRule.CheckSupplemental,
        RedeemerRule.Check,
        KeyWitnessRule.Check,
        GenesisQuorumRule.Check,
        AuxiliaryDataRule.CheckHash,
        AuxiliaryDataRule.CheckMetadata,
        AuxiliaryDataRule.CheckScripts,
        ScriptDataHashRule.Check,
        ValidationTagRule.Check,
        CostModelRule.Check,
    ];

    private static readonly TransactionRule[] Babbage =
    [
        .. Replace(Alonzo, OutputMinimumRule.CheckWords, OutputMinimumRule.CheckBytes),
        CollateralRule.CheckTotal,
        ScriptFormRule.CheckWitnesses,
        ScriptFormRule.CheckReferences,
        ScriptContextRule.Check,
        ForecastRule.Check,
    ];

    /// <summary>The rules of an era; none for eras whose rules are not written.</summary>
    public static ReadOnlySpan<TransactionRule> Of(Era era) => era switch
    {
        Era.Shelley => Shelley,
        Era.Allegra => Allegra,
        Era.Mary => Mary,
        Era.Alonzo => Alonzo,
        Era.Babbage => Babbage,
        _ => [],
    };

    private static TransactionRule[] Replace(TransactionRule[] rules, TransactionRule old, TransactionRule changed) =>
        Array.ConvertAll(rules, rule => rule == old ? changed : rule);
}
