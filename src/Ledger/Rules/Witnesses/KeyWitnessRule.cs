using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A key that must sign has no witness.</summary>
    public sealed record MissingKeyWitness(Hash28 KeyHash, KeyWitnessNeed Need) : LedgerError;
}

/// <summary>Every key that the transaction needs has a witness.</summary>
/// <remarks>
/// Spec: cardano-ledger <c>getShelleyWitsVKeyNeeded</c>, <c>validateNeededWitnesses</c>; Alonzo's
/// <c>MissingRequiredSigners</c> is the need <see cref="KeyWitnessNeed.RequiredSigner"/>.
/// </remarks>
internal static class KeyWitnessRule
{
    public static LedgerError? Check(TransactionContext context) =>
        OfInputs(context) ?? OfCollateral(context) ?? OfWithdrawals(context) ?? OfCertificates(context)
        ?? OfProposals(context) ?? OfRequiredSigners(context);

    private static LedgerError.MissingKeyWitness? OfInputs(TransactionContext context)
    {
        for (int i = 0; i < context.Spent.Length; i++)
        {
            if (context.Spent[i] is not null
                && OfAddress(context, context.SpentAddress(i), KeyWitnessNeed.Input) is { } error)
                return error;
        }
        return null;
    }

    private static LedgerError.MissingKeyWitness? OfCollateral(TransactionContext context)
    {
        foreach (TransactionOutput? collateral in context.Collateral)
        {
            if (collateral is not null
                && OfAddress(context, collateral.Address, KeyWitnessNeed.Collateral) is { } error)
                return error;
        }
        return null;
    }

    private static LedgerError.MissingKeyWitness? OfAddress(
        TransactionContext context, in Address address, KeyWitnessNeed need)
    {
        if (address.ByronRoot is Hash28 root)
            return Need(context, root, need);
        return OfCredential(context, address.Payment, need);
    }

    private static LedgerError.MissingKeyWitness? OfWithdrawals(TransactionContext context)
    {
        foreach (Withdrawal withdrawal in context.Body.Withdrawals)
        {
            if (OfCredential(context, withdrawal.Account.Credential, KeyWitnessNeed.Withdrawal) is { } error)
                return error;
        }
        return null;
    }

    private static LedgerError.MissingKeyWitness? OfCertificates(TransactionContext context)
    {
        foreach (Certificate certificate in context.Body.Certificates)
        {
            if (CertificateAuthor.Of(certificate) is Credential author
                && OfCredential(context, author, KeyWitnessNeed.Certificate) is { } error)
                return error;
            if (certificate is Certificate.RegisterPool pool && OfOwners(context, pool.Parameters) is { } missing)
                return missing;
        }
        return null;
    }

    private static LedgerError.MissingKeyWitness? OfOwners(TransactionContext context, PoolParameters pool)
    {
        foreach (Hash28 owner in pool.Owners)
        {
            if (Need(context, owner, KeyWitnessNeed.PoolOwner) is { } error)
                return error;
        }
        return null;
    }

    // Proposals of keys that are no genesis keys need no witness here; PPUP refuses them.
    private static LedgerError.MissingKeyWitness? OfProposals(TransactionContext context)
    {
        if (context.Body.Update is not { } update)
            return null;
        foreach (Hash28 genesisKeyHash in update.Proposals.Keys)
        {
            if (context.Certificates.GenesisDelegates.TryGetValue(genesisKeyHash, out GenesisDelegation? delegation)
                && Need(context, delegation.DelegateKeyHash, KeyWitnessNeed.Proposal) is { } error)
                return error;
        }
        return null;
    }

    private static LedgerError.MissingKeyWitness? OfRequiredSigners(TransactionContext context)
    {
        foreach (Hash28 signer in context.Body.RequiredSigners)
        {
            if (Need(context, signer, KeyWitnessNeed.RequiredSigner) is { } error)
                return error;
        }
        return null;
    }

    private static LedgerError.MissingKeyWitness? OfCredential(
        TransactionContext context, Credential credential, KeyWitnessNeed need) =>
        credential.IsScript ? null : Need(context, credential.Hash, need);

    private static LedgerError.MissingKeyWitness? Need(
        TransactionContext context, Hash28 keyHash, KeyWitnessNeed need) =>
        context.HasWitness(keyHash) ? null : new LedgerError.MissingKeyWitness(keyHash, need);
}
