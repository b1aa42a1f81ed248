using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class InstantaneousRewardsRuleTests
{
    private readonly LedgerScene _scene = new();

    [Fact]
    public void Amounts_for_a_credential_add_up_from_Alonzo_on()
    {
        _scene.With(Pay(RewardSource.Reserves, 100), Pay(RewardSource.Reserves, -30), Pay(RewardSource.Treasury, 5));
        InstantaneousRewards wanted = _scene.Certificates.InstantaneousRewards;
        Assert.Equal(new Coin(70), wanted.FromReserves.Find(LedgerScene.Alice, default));
        Assert.Equal(new Coin(5), wanted.FromTreasury.Find(LedgerScene.Alice, default));
    }

    [Fact]
    public void The_last_amount_counts_before_Alonzo()
    {
        Before();
        _scene.With(Pay(RewardSource.Reserves, 100), Pay(RewardSource.Reserves, 30));
        Assert.Equal(
            new Coin(30),
            _scene.Certificates.InstantaneousRewards.FromReserves.Find(LedgerScene.Alice, default));
    }

    [Fact]
    public void A_negative_amount_is_refused_before_Alonzo()
    {
        Before();
        Assert.Equal(
            new LedgerError.InstantaneousRewardNegative(LedgerScene.Alice, -1),
            _scene.Refusal(Pay(RewardSource.Reserves, -1)));
    }

    [Fact]
    public void More_than_was_given_is_not_taken_back() =>
        Assert.Equal(
            new LedgerError.InstantaneousRewardBelowZero(LedgerScene.Alice, -1),
            _scene.With(Pay(RewardSource.Reserves, 10)).Refusal(Pay(RewardSource.Reserves, -11)));

    [Theory]
    [InlineData(RewardSource.Reserves, 10_000, null)]
    [InlineData(RewardSource.Reserves, 10_001, 10_000)]
    [InlineData(RewardSource.Treasury, 1000, null)]
    [InlineData(RewardSource.Treasury, 1001, 1000)]
    public void A_pot_is_not_overdrawn(RewardSource pot, long amount, int? available) =>
        Assert.Equal(
            available is int held ? new LedgerError.PotTooSmall(pot, amount, held) : null,
            _scene.Refusal(Pay(pot, amount)));

    [Fact]
    public void What_the_pots_exchange_counts()
    {
        _scene.With(new Certificate.MoveBetweenPots(RewardSource.Reserves, new Coin(500)));
        Assert.Null(_scene.Refusal(Pay(RewardSource.Treasury, 1500)));
        Assert.Equal(
            new LedgerError.PotTooSmall(RewardSource.Reserves, 9501, 9500),
            _scene.Refusal(Pay(RewardSource.Reserves, 9501)));
        Assert.Equal(
            (-500L, 500L),
            (_scene.Certificates.InstantaneousRewards.ReservesChange,
                _scene.Certificates.InstantaneousRewards.TreasuryChange));
        _scene.With(new Certificate.MoveBetweenPots(RewardSource.Treasury, new Coin(1500)));
        Assert.Equal(1000, _scene.Certificates.InstantaneousRewards.ReservesChange);
    }

    [Fact]
    public void An_exchange_leaves_what_is_promised_to_credentials()
    {
        _scene.With(Pay(RewardSource.Treasury, 400));
        Assert.Null(_scene.Refusal(new Certificate.MoveBetweenPots(RewardSource.Treasury, new Coin(600))));
        Assert.Equal(
            new LedgerError.PotTooSmall(RewardSource.Treasury, 601, 600),
            _scene.Refusal(new Certificate.MoveBetweenPots(RewardSource.Treasury, new Coin(601))));
    }

    [Fact]
    public void Pots_exchange_nothing_before_Alonzo()
    {
        Before();
        Assert.Equal(
            new LedgerError.PotExchangeNotAllowed(4),
            _scene.Refusal(new Certificate.MoveBetweenPots(RewardSource.Reserves, new Coin(1))));
    }

    [Theory]
    [InlineData(LedgerScene.EpochLength - LedgerScene.StabilityWindow - 1, true)]
    [InlineData(LedgerScene.EpochLength - LedgerScene.StabilityWindow, false)]
    public void Nothing_is_moved_in_the_last_stability_window_of_an_epoch(ulong slot, bool isAccepted)
    {
        _scene.Slot = new Slot(slot);
        LedgerError? expected = isAccepted
            ? null
            : new LedgerError.InstantaneousRewardsTooLate(
                new Slot(slot), new Slot(LedgerScene.EpochLength - LedgerScene.StabilityWindow));
        Assert.Equal(expected, _scene.Refusal(Pay(RewardSource.Reserves, 1)));
        Assert.Equal(expected, _scene.Refusal(new Certificate.MoveBetweenPots(RewardSource.Reserves, new Coin(1))));
    }

    private static Certificate.MoveInstantaneousRewards Pay(RewardSource pot, long amount) =>
        new(pot, [new InstantaneousReward(LedgerScene.Alice, amount)]);

    private void Before() =>
        _scene.Parameters = _scene.Parameters with { ProtocolVersion = new ProtocolVersion(4, 0) };
}
