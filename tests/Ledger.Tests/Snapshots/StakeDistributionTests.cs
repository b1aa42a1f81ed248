using System.Text.Json.Nodes;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Tests.Parameters;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using Xunit;

namespace PoolTopology.Ledger.Tests.Snapshots;

public class StakeDistributionTests
{
    [Fact]
    public void A_pool_has_the_share_of_what_is_delegated_not_of_all_money()
    {
        PoolStake pool = Assert.Single(Distribution(_ => { }).Pools).Value;
        Assert.Equal(Rational.One, pool.RelativeStake);
        Assert.Equal(Hash32.Parse(GenesisSample.Vrf), pool.VrfKeyHash);
    }

    [Fact]
    public void Funds_of_several_addresses_with_one_stake_key_add_up()
    {
        StakeDistribution stake = Distribution(json =>
        {
            Delegate(json, GenesisSample.OtherStakeKey, GenesisSample.OtherPool);
            Fund(json, "00", GenesisSample.OtherStakeKey, 100);
            // A script may pay; the stake is still the key's.
            Fund(json, "10", GenesisSample.OtherStakeKey, 200);
        });
        Assert.Equal(new Rational(1, 2), Share(stake, GenesisSample.Pool));
        Assert.Equal(new Rational(1, 2), Share(stake, GenesisSample.OtherPool));
    }

    [Theory]
    [InlineData("20")]
    [InlineData("30")]
    public void A_script_with_the_hash_of_a_stake_key_is_not_that_key(string header)
    {
        StakeDistribution stake = Distribution(json =>
        {
            Delegate(json, GenesisSample.OtherStakeKey, GenesisSample.OtherPool);
            Fund(json, header, GenesisSample.OtherStakeKey, 100);
        });
        Assert.Null(stake.Find(Hash28.Parse(GenesisSample.OtherPool)));
    }

    [Fact]
    public void A_pool_without_stake_is_not_in_it() =>
        Assert.Null(Distribution(_ => { }).Find(Hash28.Parse(GenesisSample.OtherPool)));

    [Fact]
    public void Stake_delegated_to_a_pool_that_is_not_registered_counts_in_the_total_only()
    {
        StakeDistribution stake = Distribution(json =>
        {
            Delegate(json, GenesisSample.OtherStakeKey, GenesisSample.Payment);
            Fund(json, "00", GenesisSample.OtherStakeKey, 100);
        });
        Assert.Equal(new Rational(3, 4), Share(stake, GenesisSample.Pool));
        Assert.Single(stake.Pools);
    }

    [Fact]
    public void Without_delegation_nobody_leads()
    {
        StakeDistribution stake = Distribution(json => json["staking"]!["stake"] = new JsonObject());
        Assert.Empty(stake.Pools);
        Assert.Empty(Distribution(json => json.Remove("staking")).Pools);
    }

    private static Rational? Share(StakeDistribution stake, string pool) => stake.Find(Hash28.Parse(pool))?.RelativeStake;

    private static void Delegate(JsonObject json, string stakeKey, string pool) => json["staking"]!["stake"]![stakeKey] = pool;

    private static void Fund(JsonObject json, string header, string stakeKey, int amount) =>
        json["initialFunds"]![header + GenesisSample.Payment + stakeKey] = amount;

    private static StakeDistribution Distribution(Action<JsonObject> change)
    {
        JsonObject json = GenesisSample.Json();
        change(json);
        return StakeDistribution.FromGenesis(ShelleyGenesis.Parse(GenesisSample.Bytes(json)));
    }
}
