using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class PoolRewardsTests
{
    private static readonly ProtocolParameters Parameters = new LedgerScene().Parameters with
    {
        A0 = new Rational(1, 2),
        DesiredPoolCount = 10,
        Decentralisation = Rational.Zero,
    };

    private static readonly EpochShares Epoch =
        new(Parameters, new Coin(801_600), Circulation: new Coin(12_000), ActiveStake: new Coin(1000), BlocksMade: 10);

    private static readonly PoolParameters Pool = LedgerScene.Pool(LedgerScene.PoolId) with
    {
        Pledge = new Coin(500),
        Cost = new Coin(1000),
        Margin = new Rational(1, 10),
        Owners = [LedgerScene.Alice.Hash],
    };

    [Fact]
    public void A_pool_with_all_the_stake_is_rewarded_by_the_formula()
    {
        // σ = 1/12, z0 = 1/10, s = 1/24: the worked numbers of the vector "single pool".
        PoolRewards rewards = PoolRewards.Of(Pool, new Coin(1000), new Coin(500), 10, Epoch);
        Rational sigma = new(1, 12), s = new(1, 24), z0 = new(1, 10), half = new(1, 2);
        Rational optimal = (new Rational(801_600, 1) / (Rational.One + half))
            * (sigma + (s * half * ((sigma - (s * ((z0 - sigma) / z0))) / z0)));
        Assert.Equal((ulong)optimal.Floor(), rewards.Pot.Value);
        // c + ⌊(f - c)(m + (1 - m) · 500/1000)⌋
        ulong left = rewards.Pot.Value - 1000;
        Assert.Equal(1000 + (left * 11 / 20), rewards.LeaderReward.Value);
        Assert.Equal(left * 9 / 20, rewards.MemberReward(LedgerScene.Bob, new Coin(500)).Value);
    }

    [Theory]
    [InlineData(499, false)]
    [InlineData(500, true)]
    [InlineData(501, true)]
    public void A_pledge_that_is_not_kept_costs_everything(ulong ownersStake, bool isRewarded)
    {
        PoolRewards rewards = PoolRewards.Of(Pool, new Coin(1000), new Coin(ownersStake), 10, Epoch);
        Assert.Equal(isRewarded, rewards.Pot > Coin.Zero);
        Assert.Equal(isRewarded, rewards.LeaderReward > Coin.Zero);
    }

    [Fact]
    public void Owners_get_nothing_as_members_and_scripts_are_never_owners()
    {
        PoolRewards rewards = PoolRewards.Of(Pool, new Coin(1000), new Coin(500), 10, Epoch);
        Assert.Equal(Coin.Zero, rewards.MemberReward(LedgerScene.Alice, new Coin(500)));
        Assert.NotEqual(Coin.Zero, rewards.MemberReward(Credential.OfScript(LedgerScene.Alice.Hash), new Coin(500)));
    }

    [Fact]
    public void Up_to_its_cost_the_leader_takes_all()
    {
        PoolRewards rewards = PoolRewards.Of(
            Pool with { Cost = new Coin(1_000_000) }, new Coin(1000), new Coin(500), 10, Epoch);
        Assert.Equal(rewards.Pot, rewards.LeaderReward);
        Assert.Equal(Coin.Zero, rewards.MemberReward(LedgerScene.Bob, new Coin(500)));
    }

    [Fact]
    public void Fewer_blocks_than_the_stake_is_worth_give_less_and_more_give_more()
    {
        ulong PotOf(ulong blocks) => PoolRewards.Of(Pool, new Coin(1000), new Coin(500), blocks, Epoch).Pot.Value;
        Assert.InRange(PotOf(5), (PotOf(10) / 2) - 1, PotOf(10) / 2);
        Assert.InRange(PotOf(20), PotOf(10) * 2, (PotOf(10) * 2) + 2);
    }

    [Fact]
    public void While_genesis_delegates_make_most_blocks_performance_does_not_matter()
    {
        EpochShares federated = Epoch with { Parameters = Parameters with { Decentralisation = new Rational(8, 10) } };
        Assert.Equal(
            PoolRewards.Of(Pool, new Coin(1000), new Coin(500), 10, federated).Pot,
            PoolRewards.Of(Pool, new Coin(1000), new Coin(500), 1, federated).Pot);
    }

    [Fact]
    public void A_pool_without_stake_gets_nothing_even_without_a_pledge()
    {
        PoolParameters unpledged = Pool with { Pledge = Coin.Zero };
        PoolRewards rewards = PoolRewards.Of(unpledged, Coin.Zero, Coin.Zero, 1, Epoch);
        Assert.Equal((Coin.Zero, Coin.Zero), (rewards.Pot, rewards.LeaderReward));
        Assert.Equal(Coin.Zero, rewards.MemberReward(LedgerScene.Bob, new Coin(1)));
    }

    [Fact]
    public void Members_and_leader_together_never_get_more_than_the_pool() => Seeds.ForAll(500, random =>
    {
        ulong members = 1 + (ulong)random.Next(5);
        ulong[] stakes = [.. Enumerable.Range(0, (int)members).Select(_ => (ulong)random.NextInt64(1, 1_000_000_000))];
        ulong owners = (ulong)random.NextInt64(0, 1_000_000_000);
        ulong all = owners + stakes.Aggregate((a, b) => a + b);
        PoolParameters pool = Pool with
        {
            Pledge = new Coin((ulong)random.NextInt64(0, (long)owners + 1)),
            Cost = new Coin((ulong)random.NextInt64(0, 2_000_000)),
            Margin = new Rational(random.Next(0, 101), 100),
        };
        EpochShares epoch = new(
            Parameters, new Coin(50_000_000), new Coin(all * 40), new Coin(all * 2), BlocksMade: 20);
        PoolRewards rewards = PoolRewards.Of(pool, new Coin(all), new Coin(owners), (ulong)random.Next(1, 30), epoch);
        ulong paid = rewards.LeaderReward.Value
            + stakes.Aggregate(0ul, (sum, stake) => sum + rewards.MemberReward(LedgerScene.Bob, new Coin(stake)).Value);
        Assert.InRange(paid, rewards.Pot.Value > members ? rewards.Pot.Value - members - 1 : 0, rewards.Pot.Value);
    });
}
