using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>Money is to be moved from a pot too late in an epoch.</summary>
    public sealed record InstantaneousRewardsTooLate(Slot Slot, Slot TooLateFrom) : LedgerError;

    /// <summary>A pot does not hold what is to be moved out of it.</summary>
    public sealed record PotTooSmall(RewardSource Pot, Int128 Required, Int128 Available) : LedgerError;

    /// <summary>A negative amount before Alonzo.</summary>
    public sealed record InstantaneousRewardNegative(Credential Credential, long Amount) : LedgerError;

    /// <summary>More is taken back of a credential than it was to get.</summary>
    public sealed record InstantaneousRewardBelowZero(Credential Credential, Int128 Sum) : LedgerError;

    /// <summary>Money moves between the pots before Alonzo.</summary>
    public sealed record PotExchangeNotAllowed(ulong ProtocolMajor) : LedgerError;
}

/// <summary>DELEG: genesis keys have money moved from treasury and reserves at the end of the epoch.</summary>
/// <remarks>
/// Not in the last ⌈3k/f⌉ slots of an epoch. From Alonzo on amounts for the same credential add up, may be negative, and
/// what the pots exchange counts; before, the last amount counts. That a quorum of genesis keys signed is a rule of
/// witnesses.
/// Spec: cardano-ledger <c>Cardano.Ledger.Shelley.Rules.Deleg</c> (MIRCert).
/// https://github.com/IntersectMBO/cardano-ledger/blob/00e24043e32ae601aa4bc95042b0026731989fe1/eras/shelley/impl/src/Cardano/Ledger/Shelley/Rules/Deleg.hs
/// </remarks>
internal static class InstantaneousRewardsRule
{
    private const ulong LastMajorWithoutExchange = 4;

    public static (CertificateState? Next, LedgerError? Error) Reward(
        CertificateState state, Certificate.MoveInstantaneousRewards move, TransactionEnvironment environment)
    {
        if (CheckTime(environment) is { } late)
            return (null, late);
        bool addsUp = environment.Parameters.ProtocolVersion.Major > LastMajorWithoutExchange;
        InstantaneousRewards wanted = state.InstantaneousRewards;
        PersistentMap<Credential, Coin> before = From(wanted, move.Source);
        PersistentMapBuilder<Credential, Coin> after = before.ToBuilder();
        foreach (InstantaneousReward reward in move.Rewards)
        {
            if (!addsUp && reward.Amount < 0)
                return (null, new LedgerError.InstantaneousRewardNegative(reward.Credential, reward.Amount));
            Int128 sum = reward.Amount + (addsUp ? before.Find(reward.Credential, Coin.Zero).Value : (Int128)0);
            if (sum < 0)
                return (null, new LedgerError.InstantaneousRewardBelowZero(reward.Credential, sum));
            after.Set(reward.Credential, new Coin(checked((ulong)sum)));
        }
        PersistentMap<Credential, Coin> all = after.ToMap();
        Int128 required = SumOf(all);
        Int128 available = PotOf(environment.Pots, move.Source) + (addsUp ? ChangeOf(wanted, move.Source) : 0);
        if (required > available)
            return (null, new LedgerError.PotTooSmall(move.Source, required, available));
        InstantaneousRewards next = move.Source == RewardSource.Reserves
            ? wanted with { FromReserves = all }
            : wanted with { FromTreasury = all };
        return (state with { InstantaneousRewards = next }, null);
    }

    public static (CertificateState? Next, LedgerError? Error) Exchange(
        CertificateState state, Certificate.MoveBetweenPots move, TransactionEnvironment environment)
    {
        if (CheckTime(environment) is { } late)
            return (null, late);
        if (environment.Parameters.ProtocolVersion.Major <= LastMajorWithoutExchange)
            return (null, new LedgerError.PotExchangeNotAllowed(environment.Parameters.ProtocolVersion.Major));
        InstantaneousRewards wanted = state.InstantaneousRewards;
        Int128 available = PotOf(environment.Pots, move.Source) + ChangeOf(wanted, move.Source)
            - SumOf(From(wanted, move.Source));
        if ((Int128)move.Amount.Value > available)
            return (null, new LedgerError.PotTooSmall(move.Source, move.Amount.Value, available));
        long toTreasury = checked((long)move.Amount.Value) * (move.Source == RewardSource.Reserves ? 1 : -1);
        InstantaneousRewards next = wanted with
        {
            ReservesChange = checked(wanted.ReservesChange - toTreasury),
            TreasuryChange = checked(wanted.TreasuryChange + toTreasury),
        };
        return (state with { InstantaneousRewards = next }, null);
    }

    private static LedgerError.InstantaneousRewardsTooLate? CheckTime(TransactionEnvironment environment)
    {
        LedgerConfig config = environment.Config;
        ulong nextEpoch = config.FirstSlotOf(new EpochNo(environment.Epoch.Value + 1)).Value;
        ulong window = config.StabilityWindowSlots;
        Slot tooLateFrom = new(nextEpoch > window ? nextEpoch - window : 0);
        return environment.Slot < tooLateFrom
            ? null
            : new LedgerError.InstantaneousRewardsTooLate(environment.Slot, tooLateFrom);
    }

    private static PersistentMap<Credential, Coin> From(InstantaneousRewards wanted, RewardSource pot) =>
        pot == RewardSource.Reserves ? wanted.FromReserves : wanted.FromTreasury;

    private static long ChangeOf(InstantaneousRewards wanted, RewardSource pot) =>
        pot == RewardSource.Reserves ? wanted.ReservesChange : wanted.TreasuryChange;

    private static Int128 PotOf(AccountPots pots, RewardSource pot) =>
        pot == RewardSource.Reserves ? pots.Reserves.Value : pots.Treasury.Value;

    private static Int128 SumOf(PersistentMap<Credential, Coin> rewards)
    {
        Int128 sum = 0;
        foreach ((_, Coin amount) in rewards)
            sum += amount.Value;
        return sum;
    }
}
