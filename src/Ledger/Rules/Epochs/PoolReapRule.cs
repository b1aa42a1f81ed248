using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;

namespace PoolTopology.Ledger.Rules;

/// <summary>POOLREAP: new pool parameters take effect, and pools whose time has come retire.</summary>
/// <remarks>
/// A retiring pool's deposit goes to its reward account, or to the treasury when that is not registered; delegations to
/// it end.
/// Spec: cardano-ledger <c>Cardano.Ledger.Shelley.Rules.PoolReap</c>; the new parameters: <c>Epoch</c>.
/// https://github.com/IntersectMBO/cardano-ledger/blob/02ed285c8f3631d0fc9276113116aaa4172470e5/eras/shelley/impl/src/Cardano/Ledger/Shelley/Rules/PoolReap.hs
/// </remarks>
internal static class PoolReapRule
{
    public static LedgerState Apply(LedgerState state, EpochNo epoch)
    {
        PoolsState pools = AdoptFuture(state.Certificates.Pools);
        HashSet<Hash28> retired =
            [.. pools.Retiring.Where(retiring => retiring.Value == epoch).Select(retiring => retiring.Key)];
        if (retired.Count == 0)
            return state with { Certificates = state.Certificates with { Pools = pools } };
        PersistentMapBuilder<Credential, Account> accounts = state.Certificates.Accounts.ToBuilder();
        Coin returned = Coin.Zero;
        Coin unclaimed = Coin.Zero;
        foreach (Hash28 poolId in retired)
        {
            if (!pools.Registered.TryFind(poolId, out RegisteredPool? pool))
                continue;
            returned += pool.Deposit;
            Credential owner = pool.Parameters.RewardAccount.Credential;
            if (accounts.TryFind(owner, out Account? account))
                accounts.Set(owner, account with { Rewards = account.Rewards + pool.Deposit });
            else
                unclaimed += pool.Deposit;
        }
        EndDelegations(state.Certificates.Accounts, accounts, retired);
        return state with
        {
            Certificates = state.Certificates with { Accounts = accounts.ToMap(), Pools = Without(pools, retired) },
            Utxo = state.Utxo with { Deposited = state.Utxo.Deposited - returned },
            Pots = state.Pots with { Treasury = state.Pots.Treasury + unclaimed },
        };
    }

    private static PoolsState AdoptFuture(PoolsState pools)
    {
        if (pools.Future.IsEmpty)
            return pools;
        PersistentMapBuilder<Hash28, RegisteredPool> registered = pools.Registered.ToBuilder();
        foreach ((Hash28 poolId, PoolParameters parameters) in pools.Future)
            if (registered.TryFind(poolId, out RegisteredPool? pool))
                registered.Set(poolId, pool with { Parameters = parameters });
        return pools with
        {
            Registered = registered.ToMap(),
            Future = PersistentMap<Hash28, PoolParameters>.Empty,
        };
    }

    private static void EndDelegations(
        PersistentMap<Credential, Account> all, PersistentMapBuilder<Credential, Account> changed, HashSet<Hash28> retired)
    {
        foreach ((Credential credential, Account before) in all)
            if (before.PoolId is Hash28 pool && retired.Contains(pool)
                && changed.TryFind(credential, out Account? account))
                changed.Set(credential, account with { PoolId = null });
    }

    private static PoolsState Without(PoolsState pools, HashSet<Hash28> retired)
    {
        PersistentMapBuilder<Hash28, RegisteredPool> registered = pools.Registered.ToBuilder();
        PersistentMapBuilder<Hash28, EpochNo> retiring = pools.Retiring.ToBuilder();
        foreach (Hash28 pool in retired)
        {
            registered.Remove(pool);
            retiring.Remove(pool);
        }
        return pools with { Registered = registered.ToMap(), Retiring = retiring.ToMap() };
    }
}
