using PoolTopology.Consensus.ChainSelection;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Consensus.Tests.ChainSelection;

public class ChainOrderTests
{
    private static readonly TestNetwork Network = TestNetwork.Create();

    [Fact]
    public void Anything_is_better_than_the_empty_chain() =>
        Assert.True(ChainOrder.Prefers(null, Tip(height: 0, slot: 0, issuer: 0, counter: 0, vrf: 0xff)));

    [Fact]
    public void A_longer_chain_wins_whatever_its_tip_says()
    {
        BlockHeader shorter = Tip(height: 7, slot: 30, issuer: 0, counter: 9, vrf: 0x00);
        BlockHeader longer = Tip(height: 8, slot: 20, issuer: 0, counter: 0, vrf: 0xff);
        Assert.True(ChainOrder.Prefers(shorter, longer));
        Assert.False(ChainOrder.Prefers(longer, shorter));
    }

    [Fact]
    public void Of_one_issuer_in_one_slot_the_newer_certificate_wins()
    {
        BlockHeader older = Tip(height: 7, slot: 30, issuer: 0, counter: 1, vrf: 0x00);
        BlockHeader newer = Tip(height: 7, slot: 30, issuer: 0, counter: 2, vrf: 0xff);
        Assert.True(ChainOrder.Prefers(older, newer));
        Assert.False(ChainOrder.Prefers(newer, older));
    }

    [Theory]
    [InlineData(31, 0)]
    [InlineData(30, 1)]
    public void Otherwise_certificates_do_not_matter(ulong slot, int issuer)
    {
        BlockHeader ours = Tip(height: 7, slot: 30, issuer: 0, counter: 1, vrf: 0x01);
        Assert.False(ChainOrder.Prefers(ours, Tip(height: 7, slot: slot, issuer: issuer, counter: 2, vrf: 0x02)));
        Assert.True(ChainOrder.Prefers(ours, Tip(height: 7, slot: slot, issuer: issuer, counter: 0, vrf: 0x00)));
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(35, true)]
    [InlineData(25, true)]
    [InlineData(36, false)]
    [InlineData(24, false)]
    public void The_lower_vrf_output_wins_up_to_five_slots_away(ulong slot, bool wins)
    {
        BlockHeader ours = Tip(height: 7, slot: 30, issuer: 0, counter: 0, vrf: 0x02);
        BlockHeader theirs = Tip(height: 7, slot: slot, issuer: 1, counter: 0, vrf: 0x01);
        Assert.Equal(wins, ChainOrder.Prefers(ours, theirs));
        Assert.False(ChainOrder.Prefers(theirs, ours));
    }

    [Fact]
    public void Before_Conway_slots_may_be_any_distance_away()
    {
        BlockHeader ours = Tip(height: 7, slot: 30, issuer: 0, counter: 0, vrf: 0x02, Era.Babbage);
        Assert.True(ChainOrder.Prefers(ours, Tip(height: 7, slot: 1000, issuer: 1, counter: 0, vrf: 0x01, Era.Babbage)));
        Assert.False(ChainOrder.Prefers(ours, Tip(height: 7, slot: 1000, issuer: 1, counter: 0, vrf: 0x01, Era.Conway)));
    }

    [Fact]
    public void Equal_tips_are_never_switched_between()
    {
        BlockHeader ours = Tip(height: 7, slot: 30, issuer: 0, counter: 0, vrf: 0x02);
        Assert.False(ChainOrder.Prefers(ours, ours));
    }

    [Fact]
    public void No_two_tips_are_each_better_than_the_other() => Seeds.ForAll(2_000, random =>
    {
        BlockHeader a = Any(random), b = Any(random);
        Assert.False(ChainOrder.Prefers(a, b) && ChainOrder.Prefers(b, a));
    });

    [Fact]
    public void The_order_is_not_transitive_so_it_is_no_order_to_sort_by()
    {
        BlockHeader a = Tip(height: 7, slot: 0, issuer: 0, counter: 0, vrf: 0x03);
        BlockHeader b = Tip(height: 7, slot: 3, issuer: 1, counter: 0, vrf: 0x02);
        BlockHeader c = Tip(height: 7, slot: 6, issuer: 0, counter: 0, vrf: 0x01);
        Assert.True(ChainOrder.Prefers(a, b));
        Assert.True(ChainOrder.Prefers(b, c));
        Assert.False(ChainOrder.Prefers(a, c));
    }

    private static BlockHeader Any(Random random) => Tip(
        (ulong)random.Next(2), (ulong)random.Next(9), random.Next(2), (ulong)random.Next(3), (byte)random.Next(3));

    // Only the fields that the order looks at mean anything; signatures do not hold.
    private static BlockHeader Tip(
        ulong height, ulong slot, int issuer, ulong counter, byte vrf, Era era = Era.Conway)
    {
        byte[] output = new byte[64];
        output[0] = vrf;
        VrfCertificate certificate = new(output, new byte[80]);
        TestPool pool = Network.Pools[issuer];
        return BlockHeader.Decode(era, TestForge.ForgeHeader(
            Network, Network.Genesis.HeaderState, pool, new Slot(slot), fields => fields with
            {
                BlockNo = new BlockNo(height),
                LeaderVrf = certificate,
                OperationalCertificate = fields.OperationalCertificate with { Counter = counter },
            }));
    }
}
