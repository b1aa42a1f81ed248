using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Leadership;
using PoolTopology.Ledger.Eras;
using PoolTopology.Primitives.Numbers;
using Xunit;

namespace PoolTopology.Consensus.Tests.Chain;

public class ConsensusParametersTests
{
    [Theory]
    [InlineData(2160, "0.05", 129600, 172800)]
    [InlineData(432, "0.05", 25920, 34560)]
    [InlineData(20, "0.25", 240, 320)]
    [InlineData(1, "0.7", 5, 6)]
    [InlineData(5, "1", 15, 20)]
    public void Windows_are_three_and_four_k_over_f_rounded_up(ulong k, string f, ulong three, ulong four)
    {
        ConsensusParameters parameters = new()
        {
            ActiveSlotCoefficient = new ActiveSlotCoefficient(Rational.ParseDecimal(f)),
            SecurityParameter = k,
            SlotsPerKesPeriod = 1,
            MaxKesEvolutions = 1,
        };
        Assert.Equal(three, parameters.StabilityWindowSlots);
        Assert.Equal(three, parameters.CandidateWindowSlots(Era.Shelley));
        Assert.Equal(three, parameters.CandidateWindowSlots(Era.Babbage));
        Assert.Equal(four, parameters.CandidateWindowSlots(Era.Conway));
    }
}
