using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;
using PoolTopology.Primitives.Numbers;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class TickRuleTests
{
    // ⌈4k/f⌉ of the scene.
    private const ulong RewardsAfter = 320;

    private readonly LedgerScene _scene = new();

    [Theory]
    [InlineData(RewardsAfter, false)]
    [InlineData(RewardsAfter + 1, true)]
    public void Rewards_are_computed_at_the_first_tick_after_4k_over_f(ulong slot, bool isComputed)
    {
        LedgerState state = Tick(_scene.State(), slot);
        Assert.Equal(isComputed, state.RewardUpdate is not null);
        LedgerState later = Tick(state, slot + 1);
        if (isComputed)
            Assert.Same(state.RewardUpdate, later.RewardUpdate);
    }

    [Fact]
    public void Rewards_that_no_tick_computed_are_lost_to_the_epoch()
    {
        LedgerState state = Tick(_scene.State() with { Epoch = default }, LedgerScene.EpochLength);
        Assert.Equal((new EpochNo(1), _scene.Pots), (state.Epoch, state.Pots));
    }

    [Fact]
    public void A_late_first_tick_of_an_epoch_computes_rewards_from_the_state_before_it()
    {
        LedgerState before = _scene.State() with { Utxo = UtxoState.Empty with { Fees = new Coin(77) } };
        LedgerState late = Tick(before, LedgerScene.EpochLength + RewardsAfter + 1);
        Assert.Equal(Coin.Zero, late.RewardUpdate!.Fees);
        LedgerState early = Tick(Tick(before, LedgerScene.EpochLength), LedgerScene.EpochLength + RewardsAfter + 1);
        Assert.Equal(new Coin(77), early.RewardUpdate!.Fees);
    }

    [Fact]
    public void A_boundary_moves_blocks_snapshots_parameters_and_the_distribution()
    {
        _scene.With(
            new Certificate.RegisterPool(LedgerScene.Pool(LedgerScene.PoolId)),
            new Certificate.RegisterStake(LedgerScene.Alice),
            new Certificate.DelegateStake(LedgerScene.Alice, LedgerScene.PoolId))
            .WithRewards(LedgerScene.Alice, 100);
        LedgerState start = _scene.State() with
        {
            BlocksMade = PersistentMap<Hash28, ulong>.Empty.Set(LedgerScene.PoolId, 3),
            Utxo = UtxoState.Empty with
            {
                Fees = new Coin(5),
                Proposals = Voted(new ProtocolParameterUpdate { MinFeeConstant = new Coin(1) }),
            },
        };
        LedgerState first = Tick(start, LedgerScene.EpochLength);
        Assert.Equal(3ul, first.PreviousBlocksMade.Find(LedgerScene.PoolId, 0));
        Assert.True(first.BlocksMade.IsEmpty);
        Assert.Equal(new Coin(1), first.Parameters.MinFeeConstant);
        Assert.Equal(start.Parameters.MinFeeConstant, first.PreviousParameters.MinFeeConstant);
        Assert.Equal(new Coin(5), first.Snapshots.Fees);
        Assert.Empty(first.PoolDistribution.Pools);
        // Marked at the first boundary, in force from the second on.
        LedgerState second = Tick(first, 2 * LedgerScene.EpochLength);
        Assert.Equal(Rational.One, second.PoolDistribution.Find(LedgerScene.PoolId)!.RelativeStake);
        Assert.Same(first.Snapshots.Mark, second.Snapshots.Set);
    }

    [Fact]
    public void Several_boundaries_are_crossed_one_by_one()
    {
        LedgerState start = _scene.State();
        LedgerState stepped = start;
        for (ulong epoch = 1; epoch <= 3; epoch++)
            stepped = Tick(stepped, epoch * LedgerScene.EpochLength);
        Assert.Equal(stepped.ComputeDigest(), Tick(start, 3 * LedgerScene.EpochLength).ComputeDigest());
    }

    [Theory]
    [InlineData(7, 0, Era.Babbage)]
    [InlineData(6, 1, Era.Alonzo)]
    public void The_version_that_genesis_keys_voted_decides_the_era(ulong major, ulong minor, Era era)
    {
        LedgerState start = _scene.State() with
        {
            Utxo = UtxoState.Empty with
            {
                Proposals = Voted(new ProtocolParameterUpdate { ProtocolVersion = new ProtocolVersion(major, minor) }),
            },
        };
        LedgerState next = Tick(start, LedgerScene.EpochLength);
        Assert.Equal((era, new ProtocolVersion(major, minor)), (next.Era, next.Parameters.ProtocolVersion));
    }

    [Fact]
    public void A_configured_epoch_decides_the_era_without_a_vote()
    {
        _scene.Config = _scene.Config with
        {
            HardForksAtEpoch = _scene.Config.HardForksAtEpoch.Add(Era.Babbage, new EpochNo(2)),
        };
        LedgerState start = _scene.State() with
        {
            Utxo = UtxoState.Empty with
            {
                Proposals = Voted(new ProtocolParameterUpdate { ProtocolVersion = new ProtocolVersion(7, 0) }),
            },
        };
        Assert.Equal(Era.Alonzo, Tick(start, LedgerScene.EpochLength).Era);
        Assert.Equal(Era.Babbage, Tick(start, 2 * LedgerScene.EpochLength).Era);
    }

    [Fact]
    public void Genesis_delegations_take_effect_in_their_slot()
    {
        Hash28 key = LedgerScene.GenesisKeys[0];
        Hash28 first = LedgerScene.HashOf("first"), second = LedgerScene.HashOf("second");
        _scene.With(new Certificate.DelegateGenesis(key, first, LedgerScene.LongHashOf("a")));
        _scene.Slot = new Slot(1010);
        _scene.With(new Certificate.DelegateGenesis(key, second, LedgerScene.LongHashOf("b")));
        LedgerState state = _scene.State();
        ulong from = 1000 + LedgerScene.StabilityWindow;
        Hash28 original = state.Certificates.GenesisDelegates[key].DelegateKeyHash;
        Assert.Equal(original, DelegateAt(state, from - 1));
        Assert.Equal(first, DelegateAt(state, from));
        Assert.Equal(second, DelegateAt(state, from + 10));
        Assert.Empty(Tick(state, from + 10).Certificates.FutureGenesisDelegates);
        Assert.Single(Tick(state, from).Certificates.FutureGenesisDelegates);
    }

    [Fact]
    public void Time_does_not_run_backwards() =>
        Assert.Throws<InvariantException>(() => Tick(_scene.State() with { Epoch = new EpochNo(1) }, 10));

    private Hash28 DelegateAt(LedgerState state, ulong slot) =>
        Tick(state, slot).Certificates.GenesisDelegates[LedgerScene.GenesisKeys[0]].DelegateKeyHash;

    private LedgerState Tick(LedgerState state, ulong slot) => TickRule.Apply(state, new Slot(slot), _scene.Config);

    private static PpupState Voted(ProtocolParameterUpdate update) => PpupState.Empty with
    {
        Current = LedgerScene.GenesisKeys.ToImmutableSortedDictionary(key => key, _ => update),
    };
}
