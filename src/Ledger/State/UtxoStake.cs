using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;

namespace PoolTopology.Ledger.State;

/// <summary>The lovelace of all unspent outputs by whose stake they are.</summary>
/// <remarks>
/// Kept in step with the outputs, so that a snapshot need not look at each of them.
/// Invariant: no amount is zero. Whether a credential is registered does not matter here.
/// Spec: cardano-ledger <c>InstantStake</c> (<c>IStake</c>).
/// </remarks>
public sealed record UtxoStake(
    PersistentMap<Credential, Coin> ByCredential, PersistentMap<ChainPointer, Coin> ByPointer)
{
    /// <summary>Nobody's.</summary>
    public static UtxoStake Empty { get; } = new(
        PersistentMap<Credential, Coin>.Empty, PersistentMap<ChainPointer, Coin>.Empty);

    /// <summary>The stake after outputs are spent and made.</summary>
    internal UtxoStake Change(
        ReadOnlySpan<TransactionOutput> spent, ReadOnlySpan<KeyValuePair<TransactionInput, TransactionOutput>> made)
    {
        PersistentMapBuilder<Credential, Coin> byCredential = ByCredential.ToBuilder();
        PersistentMapBuilder<ChainPointer, Coin> byPointer = ByPointer.ToBuilder();
        foreach ((_, TransactionOutput output) in made)
        {
            (Credential? stake, ChainPointer? pointer) = OwnerOf(output);
            if (stake is Credential credential)
                byCredential.Set(credential, byCredential.Find(credential, Coin.Zero) + output.Coin);
            else if (pointer is ChainPointer registration)
                byPointer.Set(registration, byPointer.Find(registration, Coin.Zero) + output.Coin);
        }
        foreach (TransactionOutput output in spent)
        {
            (Credential? stake, ChainPointer? pointer) = OwnerOf(output);
            if (stake is Credential credential)
                Take(byCredential, credential, output.Coin);
            else if (pointer is ChainPointer registration)
                Take(byPointer, registration, output.Coin);
        }
        return new UtxoStake(byCredential.ToMap(), byPointer.ToMap());
    }

    private static (Credential? Stake, ChainPointer? Pointer) OwnerOf(TransactionOutput output)
    {
        // Nobody's stake changes with no money; and no amount of zero is kept.
        if (output.Coin == Coin.Zero)
            return (null, null);
        Address address = output.Address;
        return (address.Stake, address.StakePointer);
    }

    private static void Take<TKey>(PersistentMapBuilder<TKey, Coin> stakes, TKey key, Coin amount)
        where TKey : IEquatable<TKey>
    {
        Coin left = stakes.Find(key, Coin.Zero) - amount;
        if (left == Coin.Zero)
            stakes.Remove(key);
        else
            stakes.Set(key, left);
    }
}
