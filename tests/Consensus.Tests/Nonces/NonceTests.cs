using PoolTopology.Consensus.Nonces;
using PoolTopology.Crypto.Blake2;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Consensus.Tests.Nonces;

public class NonceTests
{
    private static readonly Hash32 A = Hash32.Parse(new string('a', 64)), B = Hash32.Parse(new string('b', 64));

    [Fact]
    public void Combine_hashes_both_in_order()
    {
        byte[] expected = Blake2b.Hash256((byte[])[.. A.ToArray(), .. B.ToArray()]);
        Assert.Equal(new Nonce(new Hash32(expected)), Nonce.Combine(new Nonce(A), new Nonce(B)));
        Assert.NotEqual(Nonce.Combine(new Nonce(B), new Nonce(A)), Nonce.Combine(new Nonce(A), new Nonce(B)));
    }

    [Fact]
    public void Neutral_changes_nothing_on_either_side()
    {
        Assert.Equal(new Nonce(A), Nonce.Combine(new Nonce(A), Nonce.Neutral));
        Assert.Equal(new Nonce(A), Nonce.Combine(Nonce.Neutral, new Nonce(A)));
        Assert.Equal(Nonce.Neutral, Nonce.Combine(Nonce.Neutral, Nonce.Neutral));
        Assert.Equal(default, Nonce.Neutral);
        Assert.NotEqual(Nonce.Neutral, new Nonce(default));
    }

    [Fact]
    public void The_previous_hash_of_the_first_block_is_neutral()
    {
        Assert.Equal(Nonce.Neutral, Nonce.OfPrevHash(null));
        Assert.Equal(new Nonce(A), Nonce.OfPrevHash(A));
    }

    [Fact]
    public void The_vrf_input_is_slot_and_nonce_or_the_slot_alone()
    {
        byte[] slot = [0, 0, 0, 0, 0, 0, 1, 2];
        Assert.Equal(
            new Hash32(Blake2b.Hash256((byte[])[.. slot, .. A.ToArray()])), VrfRanges.Input(new Slot(0x102), new Nonce(A)));
        Assert.Equal(new Hash32(Blake2b.Hash256(slot)), VrfRanges.Input(new Slot(0x102), Nonce.Neutral));
    }

    [Fact]
    public void One_output_gives_a_leader_value_and_a_nonce()
    {
        byte[] output = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];
        Assert.Equal(new Hash32(Blake2b.Hash256((byte[])[(byte)'L', .. output])), VrfRanges.LeaderValue(output));
        Assert.Equal(
            new Nonce(new Hash32(Blake2b.Hash256(Blake2b.Hash256((byte[])[(byte)'N', .. output])))),
            VrfRanges.NonceValue(output));
        Assert.Equal(new Nonce(new Hash32(Blake2b.Hash256(output))), VrfRanges.TransitionalNonceValue(output));
    }
}
