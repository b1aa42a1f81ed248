using System.Collections.Immutable;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class RewardPaymentTests
{
    private static readonly ImmutableArray<Reward> Rewards =
    [
        new(LedgerScene.Bob, RewardKind.Leader, LedgerScene.PoolId, new Coin(50)),
        new(LedgerScene.Alice, RewardKind.Member, LedgerScene.PoolId, new Coin(100)),
        new(LedgerScene.Alice, RewardKind.Leader, LedgerScene.PoolId, new Coin(7)),
    ];

    private readonly LedgerScene _scene = new LedgerScene()
        .With(new Certificate.RegisterStake(LedgerScene.Alice))
        .WithRewards(LedgerScene.Alice, 1);

    [Fact]
    public void Rewards_add_up_and_those_of_nobody_go_to_the_treasury()
    {
        // 200 + 20 = 63 + 50 + 107
        LedgerState state = Pay(new RewardUpdate(new Coin(63), 200, new Coin(20), Rewards), new ProtocolVersion(6, 0));
        Assert.Equal(new AccountPots(new Coin(1000 + 63 + 50), new Coin(10_000 - 200)), state.Pots);
        Assert.Equal(new Coin(5), state.Utxo.Fees);
        Assert.True(state.Certificates.Accounts.TryFind(LedgerScene.Alice, out Account? alice));
        Assert.Equal(new Coin(108), alice.Rewards);
    }

    [Fact]
    public void In_Shelley_only_the_first_reward_of_a_credential_is_paid()
    {
        LedgerState state = Pay(new RewardUpdate(new Coin(63), 193, new Coin(20), Rewards), new ProtocolVersion(2, 0));
        Assert.True(state.Certificates.Accounts.TryFind(LedgerScene.Alice, out Account? alice));
        Assert.Equal(new Coin(101), alice.Rewards);
    }

    [Fact]
    public void The_reserves_may_gain()
    {
        LedgerState state = Pay(new RewardUpdate(new Coin(1), -19, new Coin(20), []), new ProtocolVersion(6, 0));
        Assert.Equal(new Coin(10_019), state.Pots.Reserves);
    }

    [Fact]
    public void An_update_that_makes_or_loses_money_stops_the_program() =>
        Assert.Throws<InvariantException>(() => Pay(
            new RewardUpdate(new Coin(64), 200, new Coin(20), Rewards), new ProtocolVersion(6, 0)));

    private LedgerState Pay(RewardUpdate update, ProtocolVersion version) => RewardPayment.Apply(
        _scene.State() with
        {
            Utxo = UtxoState.Empty with { Fees = new Coin(25) },
            PreviousParameters = _scene.Parameters with { ProtocolVersion = version },
        },
        update);
}
