using System.Collections.Immutable;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class RewardCalculationTests
{
    private static readonly Hash28 Id = LedgerScene.PoolId;

    private readonly LedgerScene _scene = new()
    {
        Pots = new AccountPots(Coin.Zero, new Coin(44_000_000_000_000_000)),
    };

    [Theory]
    [InlineData(6, false, false)]
    [InlineData(6, true, true)]
    [InlineData(7, false, true)]
    [InlineData(7, true, true)]
    public void Until_Alonzo_only_those_who_are_registered_at_the_time_are_rewarded(
        ulong major, bool isRegistered, bool isRewarded)
    {
        if (isRegistered)
            _scene.With(new Certificate.RegisterStake(LedgerScene.Alice), new Certificate.RegisterStake(LedgerScene.Bob));
        RewardUpdate update = Compute(major);
        Assert.Equal(isRewarded ? 2 : 0, update.Rewards.Length);
        // What nobody gets stays in the reserves.
        long kept = (long)update.TreasuryGain.Value - (long)update.Fees.Value;
        Assert.Equal(!isRewarded, update.ReservesLoss == kept);
    }

    [Fact]
    public void A_pool_that_made_no_block_and_one_that_was_not_registered_get_nothing()
    {
        LedgerState state = State(7) with { PreviousBlocksMade = PersistentMap<Hash28, ulong>.Empty };
        Assert.Empty(RewardCalculation.Compute(state, _scene.Config).Rewards);
        Hash28 stranger = LedgerScene.HashOf("stranger");
        state = state with { PreviousBlocksMade = PersistentMap<Hash28, ulong>.Empty.Set(stranger, 9) };
        Assert.Empty(RewardCalculation.Compute(state, _scene.Config).Rewards);
    }

    [Fact]
    public void Rewards_are_in_order_and_name_their_pool()
    {
        RewardUpdate update = Compute(7);
        Assert.Equal(
            [(LedgerScene.Bob, RewardKind.Member, Id), (LedgerScene.Alice, RewardKind.Leader, Id)],
            update.Rewards.Select(reward => (reward.Credential, reward.Kind, reward.PoolId)));
    }

    [Fact]
    public void Parameters_are_those_of_the_epoch_that_is_rewarded()
    {
        LedgerState state = State(7) with { Parameters = _scene.Parameters with { Rho = Rational.Zero } };
        Assert.NotEqual(Coin.Zero, RewardCalculation.Compute(state, _scene.Config).TreasuryGain);
        state = state with
        {
            PreviousParameters = state.PreviousParameters with { Rho = Rational.Zero },
            Snapshots = state.Snapshots with { Fees = Coin.Zero },
        };
        Assert.Equal(Coin.Zero, RewardCalculation.Compute(state, _scene.Config).TreasuryGain);
    }

    [Fact]
    public void What_is_given_is_what_is_taken_whatever_the_stake() => Seeds.ForAll(200, random =>
    {
        LedgerState state = RandomState(random);
        RewardUpdate update = RewardCalculation.Compute(state, _scene.Config);
        Coin delivered = RewardSum.Delivered(update.Rewards, state.PreviousParameters.ProtocolVersion);
        Assert.Equal(
            (Int128)update.ReservesLoss + update.Fees.Value,
            (Int128)update.TreasuryGain.Value + delivered.Value);
    });

    private RewardUpdate Compute(ulong major) => RewardCalculation.Compute(State(major), _scene.Config);

    private LedgerState State(ulong major) => _scene.State() with
    {
        PreviousParameters = _scene.Parameters with { ProtocolVersion = new ProtocolVersion(major, 0) },
        PreviousBlocksMade = PersistentMap<Hash28, ulong>.Empty.Set(Id, 100),
        Snapshots = StakeSnapshots.Empty with
        {
            Fees = new Coin(1000),
            Go = new StakeSnapshot(
                [new DelegatedStake(LedgerScene.Bob, new Coin(1_000_000_000_000), Id)],
                PersistentMap<Hash28, RegisteredPool>.Empty.Set(
                    Id, new RegisteredPool(LedgerScene.Pool(Id), Coin.Zero))),
        },
    };

    private LedgerState RandomState(Random random)
    {
        PersistentMap<Hash28, RegisteredPool> pools = PersistentMap<Hash28, RegisteredPool>.Empty;
        PersistentMap<Hash28, ulong> blocks = PersistentMap<Hash28, ulong>.Empty;
        ImmutableArray<DelegatedStake>.Builder stakes = ImmutableArray.CreateBuilder<DelegatedStake>();
        for (int p = 0; p < random.Next(1, 6); p++)
        {
            Hash28 id = LedgerScene.HashOf($"pool {p}");
            PoolParameters pool = LedgerScene.Pool(id) with
            {
                Owners = [LedgerScene.HashOf($"member {p} 0")],
                Pledge = new Coin((ulong)random.NextInt64(0, 1_000_000_000)),
                Margin = new Rational(random.Next(0, 11), 10),
            };
            pools = pools.Set(id, new RegisteredPool(pool, Coin.Zero));
            if (random.Next(3) > 0)
                blocks = blocks.Set(id, (ulong)random.Next(1, 300));
            for (int m = 0; m < random.Next(0, 5); m++)
                stakes.Add(new DelegatedStake(
                    Credential.OfKey(LedgerScene.HashOf($"member {p} {m}")),
                    new Coin((ulong)random.NextInt64(0, 1_000_000_000_000_000)),
                    id));
        }
        return State((ulong)random.Next(2, 9)) with
        {
            PreviousBlocksMade = blocks,
            Snapshots = StakeSnapshots.Empty with
            {
                Fees = new Coin((ulong)random.NextInt64(0, 1_000_000_000)),
                Go = new StakeSnapshot(stakes.DrainToImmutable(), pools),
            },
        };
    }
}
