using System.Collections.Immutable;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A genesis delegation by somebody who has no genesis key.</summary>
    public sealed record UnknownGenesisKey(Hash28 KeyHash) : LedgerError;

    /// <summary>The delegate signs for another genesis key already, or is going to.</summary>
    public sealed record GenesisDelegateTaken(Hash28 DelegateKeyHash, Hash28 OtherGenesisKeyHash) : LedgerError;

    /// <summary>The VRF key belongs to another genesis key's delegate already, or is going to.</summary>
    public sealed record GenesisVrfKeyTaken(Hash32 VrfKeyHash, Hash28 OtherGenesisKeyHash) : LedgerError;
}

/// <summary>DELEG: a genesis key names who makes its blocks, from ⌈3k/f⌉ slots later on.</summary>
/// <remarks>
/// Spec: cardano-ledger <c>Cardano.Ledger.Shelley.Rules.Deleg</c> (GenesisDelegTxCert).
/// https://github.com/IntersectMBO/cardano-ledger/blob/00e24043e32ae601aa4bc95042b0026731989fe1/eras/shelley/impl/src/Cardano/Ledger/Shelley/Rules/Deleg.hs
/// </remarks>
internal static class GenesisDelegationRule
{
    public static (CertificateState? Next, LedgerError? Error) Apply(
        CertificateState state, Certificate.DelegateGenesis certificate, TransactionEnvironment environment)
    {
        Hash28 key = certificate.GenesisKeyHash;
        if (!state.GenesisDelegates.ContainsKey(key))
            return (null, new LedgerError.UnknownGenesisKey(key));
        GenesisDelegation[] others = [.. state.GenesisDelegates.Values
            .Concat(state.FutureGenesisDelegates.Select(future => future.Delegation))
            .Where(delegation => delegation.GenesisKeyHash != key)];
        if (others.FirstOrDefault(other => other.DelegateKeyHash == certificate.DelegateKeyHash) is { } delegated)
            return (null, new LedgerError.GenesisDelegateTaken(
                certificate.DelegateKeyHash, delegated.GenesisKeyHash));
        if (others.FirstOrDefault(other => other.VrfKeyHash == certificate.VrfKeyHash) is { } sharing)
            return (null, new LedgerError.GenesisVrfKeyTaken(certificate.VrfKeyHash, sharing.GenesisKeyHash));
        Slot from = new(checked(environment.Slot.Value + environment.Config.StabilityWindowSlots));
        FutureGenesisDelegation added = new(
            from, new GenesisDelegation(key, certificate.DelegateKeyHash, certificate.VrfKeyHash));
        return (state with { FutureGenesisDelegates = Insert(state.FutureGenesisDelegates, added) }, null);
    }

    // In order; what was announced for the same slot and key is replaced.
    private static ImmutableArray<FutureGenesisDelegation> Insert(
        ImmutableArray<FutureGenesisDelegation> all, FutureGenesisDelegation added) =>
        [.. all
            .Where(other => other.From != added.From
                || other.Delegation.GenesisKeyHash != added.Delegation.GenesisKeyHash)
            .Append(added)
            .OrderBy(future => future.From)
            .ThenBy(future => future.Delegation.GenesisKeyHash)];
}
