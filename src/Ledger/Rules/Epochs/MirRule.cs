using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;

namespace PoolTopology.Ledger.Rules;

/// <summary>MIR: moves what certificates wanted to be moved from the pots; all of it, or nothing.</summary>
/// <remarks>
/// Only registered credentials get something. If a pot, after its exchange with the other, does not hold enough, nothing
/// moves. To Babbage.
/// Spec: cardano-ledger <c>Cardano.Ledger.Shelley.Rules.Mir</c>.
/// https://github.com/IntersectMBO/cardano-ledger/blob/0ba75b033a649af2e427015da3210404e81caa5b/eras/shelley/impl/src/Cardano/Ledger/Shelley/Rules/Mir.hs
/// </remarks>
internal static class MirRule
{
    public static LedgerState Apply(LedgerState state)
    {
        InstantaneousRewards wanted = state.Certificates.InstantaneousRewards;
        if (wanted.IsNone)
            return state;
        CertificateState cleared = state.Certificates with { InstantaneousRewards = InstantaneousRewards.None };
        PersistentMap<Credential, Account> accounts = cleared.Accounts;
        Int128 reservesLeft = (Int128)state.Pots.Reserves.Value + wanted.ReservesChange - SumOf(wanted.FromReserves, accounts);
        Int128 treasuryLeft = (Int128)state.Pots.Treasury.Value + wanted.TreasuryChange - SumOf(wanted.FromTreasury, accounts);
        if (reservesLeft < 0 || treasuryLeft < 0)
            return state with { Certificates = cleared };
        PersistentMapBuilder<Credential, Account> paid = accounts.ToBuilder();
        Pay(wanted.FromReserves, paid);
        Pay(wanted.FromTreasury, paid);
        return state with
        {
            Certificates = cleared with { Accounts = paid.ToMap() },
            Pots = new AccountPots(new Coin(checked((ulong)treasuryLeft)), new Coin(checked((ulong)reservesLeft))),
        };
    }

    private static Int128 SumOf(PersistentMap<Credential, Coin> rewards, PersistentMap<Credential, Account> accounts)
    {
        Int128 sum = 0;
        foreach ((Credential credential, Coin amount) in rewards)
            if (accounts.Contains(credential))
                sum += amount.Value;
        return sum;
    }

    private static void Pay(PersistentMap<Credential, Coin> rewards, PersistentMapBuilder<Credential, Account> accounts)
    {
        foreach ((Credential credential, Coin amount) in rewards)
            if (accounts.TryFind(credential, out Account? account))
                accounts.Set(credential, account with { Rewards = account.Rewards + amount });
    }
}
