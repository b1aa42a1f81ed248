using PoolTopology.Ledger.Rules;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Conformance.Transactions;

/// <summary>txs/acropolis: what is valid passes, and each wrong variant breaks the rule that its name says.</summary>
public class AcropolisTransactions
{
    private static readonly Dictionary<string, Type> RuleOf = new()
    {
        ["bad_inputs_utxo"] = typeof(LedgerError.BadInput),
        ["expired_utxo"] = typeof(LedgerError.Expired),
        ["extra_redeemers"] = typeof(LedgerError.ExtraRedeemer),
        ["fee_too_small_utxo"] = typeof(LedgerError.FeeTooSmall),
        ["input_set_empty_utxo"] = typeof(LedgerError.InputSetEmpty),
        ["invalid_witnesses_utxow"] = typeof(LedgerError.InvalidWitness),
        ["max_tx_size_utxo"] = typeof(LedgerError.TransactionTooBig),
        ["mir_insufficient_genesis_sigs_utxow"] = typeof(LedgerError.TooFewGenesisSignatures),
        ["missing_redeemers"] = typeof(LedgerError.MissingRedeemer),
        ["missing_required_datums"] = typeof(LedgerError.MissingRequiredDatum),
        ["not_allowed_supplemental_datums"] = typeof(LedgerError.NotAllowedSupplementalDatum),
        ["output_too_big_utxo"] = typeof(LedgerError.OutputTooBig),
        ["output_too_small_utxo"] = typeof(LedgerError.OutputTooSmall),
        ["outside_validity_interval_utxo"] = typeof(LedgerError.OutsideValidityInterval),
        ["unspendable_utxo_no_datum_hash"] = typeof(LedgerError.UnspendableWithoutDatum),
        ["wrong_network"] = typeof(LedgerError.WrongNetwork),
        ["wrong_network_withdrawal"] = typeof(LedgerError.WrongNetworkWithdrawal),
    };

    // What the valid transaction seems to break because its context leaves something out: assets, datums, collateral
    // and reference inputs, or has the slot of another transaction. Exactly this, and never a variant's rule.
    private static readonly Dictionary<string, string[]> LeftOpen = new()
    {
        ["tx_unpacker/alonzo/137f32a8"] = ["ValueNotConserved"],
        ["tx_unpacker/alonzo/56707023"] = ["BadInput", "InsufficientCollateral", "OutsideValidityInterval"],
        ["tx_unpacker/alonzo/de5a4359"] =
        [
            "BadInput", "ExtraRedeemer", "ExtraneousScriptWitness", "InsufficientCollateral",
            "NotAllowedSupplementalDatum", "ScriptDataHashMismatch", "ValueNotConserved",
        ],
        ["utxo_state/alonzo/de5a4359"] = ["BadInput", "InsufficientCollateral", "ValueNotConserved"],
        ["utxo_state/alonzo/f9ed2fef"] = ["NotAllowedSupplementalDatum", "UnspendableWithoutDatum"],
        ["utxo_state/babbage/b2d01aec"] =
        [
            "BadInput", "ExtraRedeemer", "MissingKeyWitness", "MissingScriptWitness", "ScriptDataHashMismatch",
            "ValidationTagMismatch", "ValueNotConserved",
        ],
    };

    [VectorFact]
    public void Valid_transactions_pass_and_variants_break_the_rule_of_their_name() => VectorRun.All(
        "txs/acropolis",
        from item in Cases() from variant in item.Variants.Prepend("tx") select (Case: item, Variant: variant),
        it => $"{it.Case.Name}/{it.Variant}",
        it => it.Variant == "tx" ? CheckValid(it.Case) : CheckVariant(it.Case, it.Variant),
        atLeast: 25);

    private static string? CheckValid(AcropolisCase item)
    {
        string[] said = [.. Names(item.Check("tx"))];
        string[] open = OpenOf(item);
        return said.SequenceEqual(open) ? null : $"said {string.Join(", ", said)}; open {string.Join(", ", open)}";
    }

    private static string? CheckVariant(AcropolisCase item, string variant)
    {
        if (!RuleOf.TryGetValue(variant, out Type? rule))
            return "a variant of a name that no rule is known for";
        if (OpenOf(item).Contains(rule.Name))
            return "the context leaves this rule open";
        IReadOnlyList<LedgerError> errors = item.Check(variant);
        return errors.Any(error => error.GetType() == rule) ? null : string.Join(", ", Names(errors));
    }

    private static string[] OpenOf(AcropolisCase item) =>
        LeftOpen.FirstOrDefault(it => item.Name.StartsWith(it.Key, StringComparison.Ordinal)).Value ?? [];

    private static IEnumerable<string> Names(IEnumerable<LedgerError> errors) =>
        errors.Select(error => error.GetType().Name).Distinct().Order(StringComparer.Ordinal);

    // Conway's are for when its rules are there.
    private static IEnumerable<AcropolisCase> Cases() =>
        from part in new[] { "tx_unpacker", "utxo_state" }
        from era in new[] { "shelley", "allegra", "alonzo", "babbage" }
        let folder = VectorFiles.PathOf($"txs/acropolis/{part}/{era}")
        where Directory.Exists(folder)
        from transaction in Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
        select new AcropolisCase(transaction);
}
