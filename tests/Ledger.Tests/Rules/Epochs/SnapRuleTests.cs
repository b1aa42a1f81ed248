using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class SnapRuleTests
{
    private static readonly ChainPointer AliceRegistration = new(1000, 7, 1);

    private readonly LedgerScene _scene = new LedgerScene()
        .With(
            new Certificate.RegisterPool(LedgerScene.Pool(LedgerScene.PoolId)),
            new Certificate.RegisterStake(LedgerScene.Alice),
            new Certificate.RegisterStake(LedgerScene.Bob),
            new Certificate.DelegateStake(LedgerScene.Alice, LedgerScene.PoolId))
        .WithRewards(LedgerScene.Alice, 5)
        .WithRewards(LedgerScene.Bob, 500);

    [Theory]
    [InlineData(Era.Alonzo, 1115)]
    [InlineData(Era.Babbage, 1115)]
    [InlineData(Era.Conway, 115)]
    public void Stake_is_outputs_and_rewards_of_those_who_delegate_and_pointers_count_before_Conway(Era era, ulong stake)
    {
        StakeSnapshot snapshot = SnapRule.Take(_scene.State() with { Era = era, Utxo = Outputs() });
        Assert.Equal(
            new DelegatedStake(LedgerScene.Alice, new Coin(stake), LedgerScene.PoolId),
            Assert.Single(snapshot.Stakes));
        Assert.Same(_scene.Certificates.Pools.Registered, snapshot.Pools);
    }

    [Fact]
    public void Snapshots_move_on_and_fees_are_kept()
    {
        LedgerState state = _scene.State();
        StakeSnapshot mark = SnapRule.Take(state), set = SnapRule.Take(state);
        StakeSnapshots next = SnapRule.Apply(state with
        {
            Utxo = UtxoState.Empty with { Fees = new Coin(9) },
            Snapshots = new StakeSnapshots(mark, set, StakeSnapshot.Empty, new Coin(1)),
        });
        Assert.Same(mark, next.Set);
        Assert.Same(set, next.Go);
        Assert.NotSame(mark, next.Mark);
        Assert.Equal(new Coin(9), next.Fees);
    }

    [Fact]
    public void A_delegator_without_money_is_not_in_a_snapshot() =>
        Assert.Empty(SnapRule.Take(_scene.WithRewards(LedgerScene.Alice, 0).State()).Stakes);

    // 100 and 10 of Alice's by credential, 1000 by pointer; 7 that nobody's pointer names; Bob's 50 delegate nothing.
    private static UtxoState Outputs()
    {
        byte[] alice = [0x00, .. new byte[28], .. LedgerScene.Alice.Hash.ToArray()];
        byte[] bob = [0x20, .. new byte[28], .. LedgerScene.Bob.Hash.ToArray()];
        byte[] pointer = [0x40, .. new byte[28], 0x87, 0x68, 7, 1];
        byte[] nowhere = [0x40, .. new byte[28], 0x87, 0x68, 7, 2];
        Assert.Equal(AliceRegistration, Address.Parse(pointer).StakePointer);
        (byte[] Address, ulong Coin)[] outputs = [(alice, 100), (alice, 10), (bob, 50), (pointer, 1000), (nowhere, 7)];
        return UtxoState.Empty.Spend(
            [],
            [.. outputs.Select((output, i) => new KeyValuePair<TransactionInput, TransactionOutput>(
                new TransactionInput(default, (ushort)i),
                TransactionOutput.OfCoin(output.Address, new Coin(output.Coin))))]);
    }
}
