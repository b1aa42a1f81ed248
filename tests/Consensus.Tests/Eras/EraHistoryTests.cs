using PoolTopology.Consensus.Eras;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Consensus.Tests.Eras;

public class EraHistoryTests
{
    private static readonly NetworkMagic Mainnet = new(764_824_073), Preprod = new(1), Preview = new(2);

    [Theory]
    [InlineData(Era.Shelley)]
    [InlineData(Era.Alonzo)]
    [InlineData(Era.Conway)]
    public void A_chain_starts_in_the_last_of_the_eras_that_begin_at_epoch_0(Era last) =>
        Assert.Equal(ChainStart.In(last), ChainStart.Of(Preview, era => era <= last ? 0ul : null));

    [Fact]
    public void An_era_that_is_entered_later_is_not_the_first() =>
        Assert.Equal(Era.Mary, ChainStart.Of(Preview, era => era <= Era.Mary ? 0ul : 5ul)!.FirstEra);

    [Fact]
    public void Byron_lasts_as_long_as_the_configuration_says_or_the_network_is_known_for()
    {
        Assert.Equal(new ChainStart(Era.Byron, 208), ChainStart.Of(Mainnet, _ => null));
        Assert.Equal(new ChainStart(Era.Byron, 4), ChainStart.Of(Preprod, _ => null));
        Assert.Equal(3ul, ChainStart.Of(new NetworkMagic(42), era => era == Era.Shelley ? 3ul : null)!.ByronEpochs);
        Assert.Null(ChainStart.Of(new NetworkMagic(42), _ => null));
    }

    [Fact]
    public void The_hard_forks_of_the_configuration_are_kept_for_the_ledger()
    {
        ChainStart start = ChainStart.Of(Preview, era => era <= Era.Mary ? 0ul : era == Era.Babbage ? 7ul : null)!;
        Assert.Equal(
            [
                new(Era.Shelley, new EpochNo(0)), new(Era.Allegra, new EpochNo(0)), new(Era.Mary, new EpochNo(0)),
                new KeyValuePair<Era, EpochNo>(Era.Babbage, new EpochNo(7)),
            ],
            start.HardForksAtEpoch);
        Assert.NotEqual(ChainStart.In(Era.Mary), start);
        Assert.Throws<ArgumentOutOfRangeException>(() => ChainStart.In(Era.Byron));
    }

    [Fact]
    public void Byron_comes_before_Shelley_with_its_own_lengths()
    {
        ShelleyGenesis shelley = TestNetwork.Create().Config.Genesis;
        ByronGenesis byron = new(shelley.SystemStart, shelley.NetworkMagic, 3, TimeSpan.FromSeconds(20))
        {
            InitialFunds = [],
        };
        SlotClock clock = EraHistory.ClockOf(byron, shelley, new ChainStart(Era.Byron, 2));
        Assert.Equal(new EpochNo(1), clock.EpochOf(new Slot(59)));
        Assert.Equal(new EpochNo(2), clock.EpochOf(new Slot(60)));
        Assert.Equal(new Slot(60), clock.FirstSlotOf(new EpochNo(2)));
        Assert.Equal(new Slot(260), clock.FirstSlotOf(new EpochNo(3)));
        Assert.Equal(shelley.SystemStart.AddSeconds(1200 + 7), clock.StartOf(new Slot(67)));
        Assert.Equal((UInt128)260, clock.EndOfEpoch(new Slot(60)));
        SlotClock none = EraHistory.ClockOf(byron, shelley, ChainStart.In(Era.Alonzo));
        Assert.Equal(new EpochNo(1), none.EpochOf(new Slot(200)));
    }
}
