using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class PoolReapRuleTests
{
    private static readonly Hash28 Id = LedgerScene.PoolId;
    private static readonly Hash28 OtherId = LedgerScene.HashOf("other pool");
    private static readonly Coin Deposit = new(500 * LedgerScene.Ada);

    private readonly LedgerScene _scene = new LedgerScene().With(
        new Certificate.RegisterPool(LedgerScene.Pool(Id)),
        new Certificate.RegisterPool(LedgerScene.Pool(OtherId)),
        new Certificate.RegisterStake(LedgerScene.Alice),
        new Certificate.RegisterStake(LedgerScene.Bob),
        new Certificate.DelegateStake(LedgerScene.Alice, Id),
        new Certificate.DelegateStake(LedgerScene.Bob, OtherId));

    [Fact]
    public void A_pool_retires_in_its_epoch_alone()
    {
        _scene.With(new Certificate.RetirePool(Id, new EpochNo(2)));
        LedgerState first = Reap(1);
        Assert.Equal(2, first.Certificates.Pools.Registered.Count);
        LedgerState second = Reap(2);
        Assert.Equal(OtherId, Assert.Single(second.Certificates.Pools.Registered).Key);
        Assert.True(second.Certificates.Pools.Retiring.IsEmpty);
    }

    [Fact]
    public void Its_deposit_goes_to_its_reward_account_and_its_delegations_end()
    {
        _scene.With(new Certificate.RetirePool(Id, new EpochNo(1)));
        LedgerState state = Reap(1);
        Assert.Equal((Deposit, null), AccountOf(state, LedgerScene.Alice));
        Assert.Equal((Coin.Zero, OtherId), AccountOf(state, LedgerScene.Bob));
        Assert.Equal(Deposit, state.Utxo.Deposited);
        Assert.Equal(new Coin(1000), state.Pots.Treasury);
    }

    [Fact]
    public void Its_deposit_goes_to_the_treasury_when_nobody_has_registered_the_account()
    {
        _scene.With(new Certificate.RetirePool(Id, new EpochNo(1)), new Certificate.DeregisterStake(LedgerScene.Alice));
        LedgerState state = Reap(1);
        Assert.Equal(new Coin(1000) + Deposit, state.Pots.Treasury);
        Assert.Equal(Deposit, state.Utxo.Deposited);
    }

    [Fact]
    public void Two_pools_of_one_account_return_both_deposits()
    {
        _scene.With(new Certificate.RetirePool(Id, new EpochNo(1)), new Certificate.RetirePool(OtherId, new EpochNo(1)));
        Assert.Equal((Deposit + Deposit, null), AccountOf(Reap(1), LedgerScene.Alice));
    }

    [Fact]
    public void New_parameters_take_effect_before_a_pool_retires()
    {
        PoolParameters toBob = LedgerScene.Pool(Id) with
        {
            RewardAccount = LedgerScene.Pool(Id).RewardAccount with { Credential = LedgerScene.Bob },
        };
        _scene.With(new Certificate.RegisterPool(toBob), new Certificate.RetirePool(Id, new EpochNo(2)));
        LedgerState changed = Reap(1);
        Assert.True(changed.Certificates.Pools.Registered.TryFind(Id, out RegisteredPool? pool));
        Assert.Equal((toBob, Deposit), (pool.Parameters, pool.Deposit));
        Assert.True(changed.Certificates.Pools.Future.IsEmpty);
        Assert.Equal((Deposit, (Hash28?)OtherId), AccountOf(Reap(2), LedgerScene.Bob));
    }

    private LedgerState Reap(ulong epoch) => PoolReapRule.Apply(
        _scene.State() with { Utxo = UtxoState.Empty with { Deposited = Deposit + Deposit } }, new EpochNo(epoch));

    private static (Coin Rewards, Hash28? Pool) AccountOf(LedgerState state, Credential credential) =>
        state.Certificates.Accounts.TryFind(credential, out Account? account)
            ? (account.Rewards, account.PoolId)
            : throw new InvalidOperationException();
}
