using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Conformance.Transactions.Mutations;

/// <summary>Collateral, scripts, datums, redeemers and what hashes them.</summary>
internal static class ScriptMutations
{
    private const ulong Outputs = 1;
    private const ulong ValidTo = 3;
    private const ulong ValidFrom = 8;
    private const ulong ScriptDataHash = 11;
    private const ulong Collateral = 13;
    private const ulong TotalCollateral = 17;
    private const ulong References = 18;

    private const ulong NativeScripts = 1;
    private const ulong PlutusV1 = 3;
    private const ulong Datums = 4;
    private const ulong Redeemers = 5;
    private const ulong PlutusV2 = 6;

    private static readonly byte[] AlwaysNative = Raw.Array([Raw.UInt(1), Raw.Array([])]);

    public static IEnumerable<Mutation> All { get; } =
    [
        .. OfCollateral(), .. OfScripts(), .. OfDatumsAndRedeemers(),
    ];

    private static IEnumerable<Mutation> OfCollateral() =>
    [
        Mutation.InPlace<LedgerError.NoCollateralInputs>("collateral removed", (it, copy) =>
            HasRedeemers(it) && RawEdits.Drop(copy.Body, Collateral)),
        Mutation.InPlace<LedgerError.BadInput>("collateral that does not exist", (_, copy) =>
            RawEdits.ChangeFirst(copy.Body, Collateral, input =>
            {
                List<byte[]> parts = Raw.Items(input);
                return Raw.Array([RawEdits.FlipLast(parts[0]), parts[1]]);
            })),
        ReplaceCollateral<LedgerError.ScriptLockedCollateral>(
            "collateral locked by a script", output => output.Address.Payment.IsScript && !output.HasAssets),
        ReplaceCollateral<LedgerError.CollateralContainsNonAda>(
            "collateral with assets", output => IsKeyLocked(output) && output.HasAssets),
        Mutation.InPlace<LedgerError.InsufficientCollateral>("collateral too small", (it, copy) =>
        {
            ulong required = it.Body.Fee.Value * it.Ledger.Parameters.CollateralPercentage;
            ulong returned = it.Body.CollateralReturn?.Coin.Value ?? 0;
            copy.Body[TotalCollateral] = null;
            return Replace(it, copy, output =>
                IsKeyLocked(output) && !output.HasAssets && output.Coin.Value * 100 < required + (returned * 100));
        }),
        Mutation.InPlace<LedgerError.IncorrectTotalCollateral>("total of the collateral one more", (it, copy) =>
        {
            if (it.Body.TotalCollateral is not Coin total || !HasRedeemers(it))
                return false;
            copy.Body[TotalCollateral] = Raw.UInt(total.Value + 1);
            return true;
        }),
        Mutation.InPlace<LedgerError.TooManyCollateralInputs>("collateral inputs too many", (it, copy) =>
        {
            HashSet<TransactionInput> chosen = [];
            while (chosen.Count <= it.Ledger.Parameters.MaxCollateralInputs)
            {
                if (it.FindInput((input, output) => IsKeyLocked(output) && !chosen.Contains(input)) is not { } found)
                    return false;
                chosen.Add(found);
            }
            copy.Body[Collateral] = Raw.Array([.. chosen.Select(Encode)]);
            return true;
        }),
    ];

    private static IEnumerable<Mutation> OfScripts() =>
    [
        Mutation.InPlace<LedgerError.MissingScriptWitness>("native script removed", (_, copy) =>
            RawEdits.Drop(copy.Witnesses, NativeScripts)),
        Mutation.InPlace<LedgerError.MissingScriptWitness>("Plutus V1 script removed", (_, copy) =>
            RawEdits.Drop(copy.Witnesses, PlutusV1)),
        Mutation.InPlace<LedgerError.MissingScriptWitness>("Plutus V2 script removed", (_, copy) =>
            RawEdits.Drop(copy.Witnesses, PlutusV2)),
        Mutation.InPlace<LedgerError.MissingScriptWitness>("reference inputs removed", (it, copy) =>
            it.Witnesses.Scripts.IsEmpty && HasRedeemers(it) && !SpendsReferenceScript(it)
            && RawEdits.Drop(copy.Body, References)),
        Mutation.InPlace<LedgerError.ExtraneousScriptWitness>("script that is not needed", (it, copy) =>
        {
            RawEdits.Append(copy.Witnesses, NativeScripts, AlwaysNative);
            return it.CanPayFor(copy);
        }),
        Mutation.InPlace<LedgerError.NativeScriptFailed>("time lock without the bound", (it, copy) =>
            HasTimeLock(it) && (RawEdits.Drop(copy.Body, ValidTo) | RawEdits.Drop(copy.Body, ValidFrom))),
        Mutation.InPlace<LedgerError.NativeScriptFailed>("signature that only a script asks for removed",
            (it, copy) =>
            {
                int signature = KeyOfScriptAlone(it);
                if (signature >= 0)
                    RawEdits.RemoveAt(copy.Witnesses, 0, signature);
                return signature >= 0;
            }),
        Mutation.InPlace<LedgerError.MalformedReferenceScript>("output with a script that is none", (it, copy) =>
        {
            if (it.Transaction.Era < Era.Babbage || it.Body.Outputs[0].Coin.Value < 3_000_000)
                return false;
            byte[] script = Raw.Array([Raw.UInt(2), Raw.Bytes([0x01])]);
            return RawEdits.ChangeFirst(copy.Body, Outputs, output =>
                    RawOutput.WithField(output, 3, Raw.Tag(24, Raw.Bytes(script))))
                && it.CanPayFor(copy) && !UsesV1(it);
        }),
        Mutation.InPlace<LedgerError.UntranslatableForScript>("inline datum shown to Plutus V1", (it, copy) =>
            UsesV1(it) && RawEdits.ChangeFirst(copy.Body, Outputs, output =>
                RawOutput.WithField(output, 2, Raw.Array([Raw.UInt(1), Raw.Tag(24, Raw.Bytes(Raw.UInt(1)))])))
            && it.CanPayFor(copy) && it.Body.Outputs[0].DatumHash is null),
        Mutation.InPlace<LedgerError.OutsideForecast>("validity that ends behind the horizon", (it, copy) =>
        {
            copy.Body[ValidTo] = Raw.UInt(it.Slot.Value + 10_000_000);
            return it.Transaction.Era >= Era.Babbage && HasRedeemers(it) && it.CanPayFor(copy);
        }),
        Mutation.InPlace<LedgerError.ValidationTagMismatch>("failing tag without scripts", (it, copy) =>
        {
            copy.IsValid = false;
            return it.Witnesses.Redeemers.IsEmpty && it.Body.Certificates.IsEmpty;
        }),
    ];

    private static IEnumerable<Mutation> OfDatumsAndRedeemers() =>
    [
        Mutation.InPlace<LedgerError.MissingRequiredDatum>("datums removed", (it, copy) =>
            NeedsDatum(it) && RawEdits.Drop(copy.Witnesses, Datums)),
        Mutation.InPlace<LedgerError.NotAllowedSupplementalDatum>("datum that nothing names", (it, copy) =>
        {
            RawEdits.Append(copy.Witnesses, Datums, Raw.Bytes([1, 2, 3, 4, 5, 6, 7]));
            return it.CanPayFor(copy);
        }),
        Mutation.InPlace<LedgerError.MissingRedeemer>("redeemer removed", (it, copy) =>
        {
            if (HasRedeemers(it))
                RawEdits.RemoveAt(copy.Witnesses, Redeemers, 0);
            return HasRedeemers(it);
        }),
        Mutation.InPlace<LedgerError.ExtraRedeemer>("redeemer for nothing", (it, copy) =>
        {
            RawEdits.Append(copy.Witnesses, Redeemers, Redeemer(3, 99, 0, 0));
            return HasRedeemers(it) && it.CanPayFor(copy);
        }),
        Mutation.InPlace<LedgerError.ExecutionUnitsTooBig>("budget too large", (it, copy) =>
            HasRedeemers(it) && RawEdits.ChangeFirst(copy.Witnesses, Redeemers, redeemer =>
            {
                List<byte[]> parts = Raw.Items(redeemer);
                byte[] memory = Raw.UInt(it.Ledger.Parameters.MaxTransactionExecutionUnits.Memory + 1);
                return Raw.Array([parts[0], parts[1], parts[2], Raw.Array([memory, Raw.Items(parts[3])[1]])]);
            })),
        Mutation.InPlace<LedgerError.ScriptDataHashMismatch>("argument of a redeemer changed", (it, copy) =>
            HasRedeemers(it) && RawEdits.ChangeFirst(copy.Witnesses, Redeemers, redeemer =>
            {
                List<byte[]> parts = Raw.Items(redeemer);
                byte[] other = parts[2].AsSpan().SequenceEqual(Raw.UInt(0)) ? Raw.UInt(1) : Raw.UInt(0);
                return Raw.Array([parts[0], parts[1], other, parts[3]]);
            })),
        Mutation.InPlace<LedgerError.ScriptDataHashMismatch>("script data hash changed", (_, copy) =>
            RawEdits.Flip(copy.Body, ScriptDataHash)),
        Mutation.InPlace<LedgerError.ScriptDataHashMismatch>("script data hash removed", (_, copy) =>
            RawEdits.Drop(copy.Body, ScriptDataHash)),
        Mutation.InPlace<LedgerError.ScriptDataHashMismatch>("script data hash without scripts", (it, copy) =>
        {
            copy.Body[ScriptDataHash] = Raw.Bytes(new byte[32]);
            return it.Body.ScriptDataHash is null && it.CanPayFor(copy);
        }),
    ];

    private static Mutation ReplaceCollateral<TError>(string name, Func<TransactionOutput, bool> wanted) =>
        Mutation.InPlace<TError>(name, (it, copy) => Replace(it, copy, wanted));

    private static bool Replace(Specimen it, RawTransaction copy, Func<TransactionOutput, bool> wanted)
    {
        if (!HasRedeemers(it) || it.Find(wanted) is not { } found)
            return false;
        copy.Body[Collateral] = Raw.Array([Encode(found)]);
        return true;
    }

    private static bool HasRedeemers(Specimen it) => !it.Witnesses.Redeemers.IsEmpty;

    private static bool IsKeyLocked(TransactionOutput output) => !output.Address.Payment.IsScript;

    private static bool UsesV1(Specimen it) =>
        HasRedeemers(it) && it.Witnesses.Scripts.Any(script => script.Language == ScriptLanguage.PlutusV1);

    private static bool SpendsReferenceScript(Specimen it) =>
        it.Body.Inputs.Any(input => it.Spent(input) is null or { ReferenceScript: not null });

    private static bool NeedsDatum(Specimen it) => HasRedeemers(it) && it.Body.Inputs.Any(input =>
        it.Spent(input) is { DatumHash: not null } output
        && output.Address.Payment is { IsScript: true } payment
        && it.Witnesses.Scripts.Any(script => script.Native is null && script.Hash == payment.Hash));

    private static bool HasTimeLock(Specimen it) => it.Witnesses.Scripts.Any(script => script.Native
        is NativeScript.All { Scripts: var parts }
        && parts.Any(part => part is NativeScript.InvalidBefore or NativeScript.InvalidHereafter));

    // A signature that a script asks for and neither inputs, certificates nor the body do.
    private static int KeyOfScriptAlone(Specimen it)
    {
        if (!it.Body.Certificates.IsEmpty || !it.Body.Withdrawals.IsEmpty || !it.Body.RequiredSigners.IsEmpty)
            return -1;
        HashSet<Hash28> needed = [.. it.Body.Inputs.Concat(it.Body.CollateralInputs)
            .Select(input => it.Spent(input)?.Address.Payment.Hash ?? default)];
        if (it.Body.Inputs.Any(input => it.Spent(input) is null))
            return -1;
        HashSet<Hash28> asked = [.. it.Witnesses.Scripts
            .Select(script => script.Native).OfType<NativeScript.All>()
            .SelectMany(all => all.Scripts).OfType<NativeScript.Signature>().Select(signature => signature.KeyHash)];
        for (int i = 0; i < it.Witnesses.VKeys.Length; i++)
        {
            Hash28 key = it.Witnesses.VKeys[i].KeyHash;
            if (asked.Contains(key) && !needed.Contains(key))
                return i;
        }
        return -1;
    }

    private static byte[] Redeemer(ulong tag, ulong index, ulong memory, ulong steps) => Raw.Array(
        [Raw.UInt(tag), Raw.UInt(index), Raw.UInt(0), Raw.Array([Raw.UInt(memory), Raw.UInt(steps)])]);

    private static byte[] Encode(TransactionInput input) =>
        Raw.Array([Raw.Hash(input.TransactionId), Raw.UInt(input.Index)]);
}
