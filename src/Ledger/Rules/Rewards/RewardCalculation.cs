using System.Collections.Immutable;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

/// <summary>The rewards that are paid at the end of an epoch, for blocks of the one before it.</summary>
/// <remarks>
/// Stake is that of the snapshot "go"; parameters and blocks are those of the epoch that is rewarded; the reserves are
/// today's. What no pool gets goes back to the reserves.
/// Spec: cardano-ledger <c>Cardano.Ledger.Shelley.LedgerState.PulsingReward</c>.
/// https://github.com/IntersectMBO/cardano-ledger/blob/021aa9be6cd5e6f13e30f0286bfd0db87222e651/eras/shelley/impl/src/Cardano/Ledger/Shelley/LedgerState/PulsingReward.hs
/// </remarks>
internal static class RewardCalculation
{
    // Up to Alonzo who is not registered when the rewards are computed gets none, and the reserves keep them; later it
    // matters only who is registered when they are paid.
    private const ulong LastMajorWithPrefilter = 6;

    public static RewardUpdate Compute(LedgerState state, LedgerConfig config)
    {
        ProtocolParameters parameters = state.PreviousParameters;
        ulong blocksMade = SumOf(state.PreviousBlocksMade.Values);
        EpochIncentives incentives = EpochIncentives.Of(
            parameters,
            state.Pots.Reserves,
            state.Snapshots.Fees,
            blocksMade,
            config.Shelley.EpochLengthSlots,
            config.Shelley.ActiveSlotsCoefficient);
        ImmutableArray<Reward> rewards = RewardsOf(state, config, incentives.PoolsPot, blocksMade);
        Coin paid = RewardSum.Delivered(rewards, parameters.ProtocolVersion);
        // Pools that made more blocks than their stake is worth can together get more than there is for pools: then
        // the rest comes out of the reserves.
        long unpaid = checked((long)incentives.PoolsPot.Value - (long)paid.Value);
        return new RewardUpdate(
            incentives.TreasuryGain,
            checked((long)incentives.Expansion.Value - unpaid),
            state.Snapshots.Fees,
            rewards);
    }

    private static ImmutableArray<Reward> RewardsOf(
        LedgerState state, LedgerConfig config, Coin poolsPot, ulong blocksMade)
    {
        StakeSnapshot go = state.Snapshots.Go;
        bool onlyRegistered = state.PreviousParameters.ProtocolVersion.Major <= LastMajorWithPrefilter;
        Dictionary<Hash28, PoolRewards> pools = PoolsOf(state, go, config, poolsPot, blocksMade);
        List<Reward> rewards = [];
        foreach ((Hash28 poolId, PoolRewards pool) in pools)
        {
            go.Pools.TryFind(poolId, out RegisteredPool? registered);
            Credential leader = registered!.Parameters.RewardAccount.Credential;
            if (!onlyRegistered || state.Certificates.Accounts.Contains(leader))
                rewards.Add(new Reward(leader, RewardKind.Leader, poolId, pool.LeaderReward));
        }
        foreach (DelegatedStake delegated in go.Stakes)
        {
            if (!pools.TryGetValue(delegated.PoolId, out PoolRewards? pool)
                || (onlyRegistered && !state.Certificates.Accounts.Contains(delegated.Credential)))
                continue;
            Coin amount = pool.MemberReward(delegated.Credential, delegated.Stake);
            if (amount > Coin.Zero)
                rewards.Add(new Reward(delegated.Credential, RewardKind.Member, delegated.PoolId, amount));
        }
        rewards.Sort();
        return [.. rewards];
    }

    // Those pools that were registered at the snapshot and made blocks.
    private static Dictionary<Hash28, PoolRewards> PoolsOf(
        LedgerState state, StakeSnapshot go, LedgerConfig config, Coin poolsPot, ulong blocksMade)
    {
        Dictionary<Hash28, (Coin All, Coin Owners)> stakes = [];
        Coin activeStake = Coin.Zero;
        foreach (DelegatedStake delegated in go.Stakes)
        {
            (Coin all, Coin owners) = stakes.GetValueOrDefault(delegated.PoolId);
            stakes[delegated.PoolId] = (all + delegated.Stake, owners + OwnersPart(delegated, go));
            activeStake += delegated.Stake;
        }
        EpochShares shares = new(
            state.PreviousParameters,
            poolsPot,
            config.Shelley.MaxLovelaceSupply - state.Pots.Reserves,
            activeStake,
            blocksMade);
        Dictionary<Hash28, PoolRewards> pools = [];
        foreach ((Hash28 poolId, ulong blocks) in state.PreviousBlocksMade)
        {
            if (!go.Pools.TryFind(poolId, out RegisteredPool? registered))
                continue;
            (Coin all, Coin owners) = stakes.GetValueOrDefault(poolId);
            pools.Add(poolId, PoolRewards.Of(registered.Parameters, all, owners, blocks, shares));
        }
        return pools;
    }

    private static Coin OwnersPart(DelegatedStake delegated, StakeSnapshot go) =>
        !delegated.Credential.IsScript
        && go.Pools.TryFind(delegated.PoolId, out RegisteredPool? pool)
        && pool.Parameters.Owners.AsSpan().BinarySearch(delegated.Credential.Hash) >= 0
            ? delegated.Stake
            : Coin.Zero;

    private static ulong SumOf(IEnumerable<ulong> blocks)
    {
        ulong sum = 0;
        foreach (ulong count in blocks)
            sum = checked(sum + count);
        return sum;
    }
}
