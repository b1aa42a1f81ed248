using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Leadership;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Consensus.Tests.Headers;

public class LedgerViewTests
{
    private static readonly TestNetwork Network = TestNetwork.Create(new TestNetworkOptions
    {
        Stakes = [new Coin(1), new Coin(3)],
    });

    [Fact]
    public void The_first_view_is_the_genesis_files()
    {
        LedgerView view = Network.Genesis.LedgerView;
        Assert.Equal((1100, 65536u), (view.MaxHeaderSizeBytes, view.MaxBodySizeBytes));
        Assert.Equal(new ProtocolVersion(10, 0), view.ProtocolVersion);
        Assert.Equal(new Rational(3, 4), view.StakeDistribution!.Find(Network.Pools[1].PoolId)!.RelativeStake);
    }

    [Fact]
    public void A_threshold_is_that_of_the_pools_stake_and_of_the_coefficient_asked_for()
    {
        LedgerView view = Network.Genesis.LedgerView;
        foreach (string coefficient in new[] { "0.05", "0.5" })
        {
            ActiveSlotCoefficient f = new(Rational.ParseDecimal(coefficient));
            LeaderThreshold expected = LeaderThreshold.Of(new Rational(1, 4), f);
            Assert.Equal(expected, view.ThresholdOf(Network.Pools[0].PoolId, f));
            Assert.Equal(expected, view.ThresholdOf(Network.Pools[0].PoolId, f));
        }
    }

    [Fact]
    public void An_unknown_pool_never_leads() =>
        Assert.Equal(default, Network.Genesis.LedgerView.ThresholdOf(default, new ActiveSlotCoefficient(Rational.One)));
}
