using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class MirRuleTests
{
    private readonly LedgerScene _scene = new LedgerScene().With(new Certificate.RegisterStake(LedgerScene.Alice));

    [Fact]
    public void Registered_credentials_get_their_sums_and_others_nothing()
    {
        LedgerState state = Apply(new InstantaneousRewards
        {
            FromReserves = Of((LedgerScene.Alice, 100), (LedgerScene.Bob, 1_000_000)),
            FromTreasury = Of((LedgerScene.Alice, 10)),
        });
        Assert.Equal(new AccountPots(new Coin(990), new Coin(9900)), state.Pots);
        Assert.Equal(new Coin(110), RewardsOf(state));
        Assert.True(state.Certificates.InstantaneousRewards.IsNone);
    }

    [Fact]
    public void Pots_exchange_before_they_pay()
    {
        LedgerState state = Apply(new InstantaneousRewards
        {
            FromTreasury = Of((LedgerScene.Alice, 1500)),
            ReservesChange = -600,
            TreasuryChange = 600,
        });
        Assert.Equal(new AccountPots(new Coin(100), new Coin(9400)), state.Pots);
        Assert.Equal(new Coin(1500), RewardsOf(state));
    }

    [Theory]
    [InlineData(10_000, 1000, true)]
    [InlineData(10_001, 0, false)]
    [InlineData(0, 1001, false)]
    public void If_one_pot_is_too_small_nothing_moves(ulong fromReserves, ulong fromTreasury, bool moves)
    {
        LedgerState state = Apply(new InstantaneousRewards
        {
            FromReserves = Of((LedgerScene.Alice, fromReserves)),
            FromTreasury = Of((LedgerScene.Alice, fromTreasury)),
        });
        Assert.Equal(moves ? default : _scene.Pots, state.Pots);
        Assert.Equal(new Coin(moves ? fromReserves + fromTreasury : 0), RewardsOf(state));
        Assert.True(state.Certificates.InstantaneousRewards.IsNone);
    }

    [Fact]
    public void Without_wishes_the_state_stays()
    {
        LedgerState state = _scene.State();
        Assert.Same(state, MirRule.Apply(state));
    }

    private LedgerState Apply(InstantaneousRewards wanted) => MirRule.Apply(_scene.State() with
    {
        Certificates = _scene.Certificates with { InstantaneousRewards = wanted },
    });

    private static Coin RewardsOf(LedgerState state) =>
        state.Certificates.Accounts.TryFind(LedgerScene.Alice, out Account? account) ? account.Rewards : default;

    private static PersistentMap<Credential, Coin> Of(params (Credential Credential, ulong Amount)[] rewards) =>
        rewards.Aggregate(
            PersistentMap<Credential, Coin>.Empty, (map, it) => map.Set(it.Credential, new Coin(it.Amount)));
}
