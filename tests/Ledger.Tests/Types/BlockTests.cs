using PoolTopology.Crypto.Blake2;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Eras.Conway;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Ledger.Tests.Types;

public class BlockTests
{
    private static readonly byte[] Header = HeaderSamples.Header(new Random(1));

    [Fact]
    public void Decode_keeps_the_bytes_and_finds_the_parts()
    {
        byte[] stored = ConwayBlockEncoder.EncodeStoredBlock(Header, ConwayBlockEncoder.EmptyBody);
        Block block = Block.Decode(stored);
        Assert.Equal(stored, block.StoredBytes.ToArray());
        Assert.Equal(Header, block.Header.Bytes.ToArray());
        Assert.Equal(Era.Conway, block.Era);
        Assert.Equal(0, block.TransactionCount);
        Assert.Equal(4, block.BodyParts.Count);
        Assert.Equal(4, block.BodySizeBytes);
        Assert.Equal(ConwayBlockEncoder.EmptyBodyHash, block.ComputeBodyHash());
    }

    [Fact]
    public void The_body_hash_is_that_of_the_parts_hashes()
    {
        byte[][] parts = [[0x81, 0xa0], [0x81, 0xa0], [0xa1, 0x00, 0xa0], [0x80]];
        Block block = Block.Decode(ConwayBlockEncoder.EncodeStoredBlock(
            Header, [.. parts.Select(p => (ReadOnlyMemory<byte>)p)]));
        byte[] expected = Blake2b.Hash256(parts.SelectMany(p => Blake2b.Hash256(p)).ToArray());
        Assert.Equal(expected, block.ComputeBodyHash().ToArray());
        Assert.Equal(8, block.BodySizeBytes);
        Assert.Equal(1, block.TransactionCount);
    }

    [Fact]
    public void Bodies_of_indefinite_length_are_counted()
    {
        byte[] bodies = [0x9f, .. Enumerable.Repeat((byte)0xa0, 30), 0xff];
        Block block = Block.Decode(ConwayBlockEncoder.EncodeStoredBlock(
            Header, [bodies, bodies, new byte[] { 0xa0 }, new byte[] { 0x80 }]));
        Assert.Equal(30, block.TransactionCount);
    }

    [Fact]
    public void A_block_of_three_parts_is_one_of_Shelley_to_Mary()
    {
        byte[] header = HeaderSamples.Header(new Random(1), HeaderShape.TransitionalPraos);
        foreach (Era era in new[] { Era.Shelley, Era.Allegra, Era.Mary })
        {
            byte[] stored = BlockWrapping.Store(era, [0x84, .. header, 0x80, 0x80, 0xa0]);
            Block block = Block.Decode(stored);
            Assert.Equal((era, 3), (block.Era, block.BodyParts.Count));
        }
    }

    [Fact]
    public void Decode_refuses_any_truncation_and_anything_after()
    {
        byte[] stored = ConwayBlockEncoder.EncodeStoredBlock(Header, ConwayBlockEncoder.EmptyBody);
        for (int length = 0; length < stored.Length; length++)
            Assert.Throws<CborException>(() => Block.Decode(stored.AsMemory(0, length)));
        Assert.Throws<CborException>(() => Block.Decode((byte[])[.. stored, 0x00]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(24)]
    public void Decode_refuses_the_tag_of_Byron_or_of_no_era(byte tag)
    {
        byte[] stored = ConwayBlockEncoder.EncodeStoredBlock(Header, ConwayBlockEncoder.EmptyBody);
        stored[1] = tag;
        Assert.Throws<CborException>(() => Block.Decode(stored));
    }

    [Fact]
    public void Decode_refuses_another_count_of_parts()
    {
        Assert.Throws<CborException>(() => Block.Decode(
            BlockWrapping.Store(Era.Conway, [0x84, .. Header, 0x80, 0x80, 0xa0])));
        Assert.Throws<CborException>(() => Block.Decode(
            BlockWrapping.Store(Era.Conway, [0x86, .. Header, 0x80, 0x80, 0xa0, 0x80, 0x80])));
        Assert.Throws<CborException>(() => Block.Decode(
            BlockWrapping.Store(Era.Conway, [0x85, .. Header, 0xa0, 0x80, 0xa0, 0x80])));
    }

    [Theory]
    [InlineData("81a0", "80")]
    [InlineData("80", "81a0")]
    [InlineData("9fa0a0ff", "81a0")]
    public void Decode_refuses_another_count_of_witnesses_than_of_transactions(string bodies, string witnesses)
    {
        byte[] block = [0x85, .. Header, .. Convert.FromHexString(bodies), .. Convert.FromHexString(witnesses), 0xa0, 0x80];
        CborException error = Assert.Throws<CborException>(() => Block.Decode(BlockWrapping.Store(Era.Conway, block)));
        Assert.StartsWith("witnesses of", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_of_changed_bytes_never_fails_in_another_way() => Seeds.ForAll(2_000, random =>
    {
        byte[] stored = ConwayBlockEncoder.EncodeStoredBlock(Header, ConwayBlockEncoder.EmptyBody);
        for (int i = random.Next(1, 5); i > 0; i--)
            stored[random.Next(2) == 0 ? random.Next(40) : random.Next(stored.Length)] = (byte)random.Next(256);
        try
        {
            Block.Decode(stored);
        }
        catch (CborException)
        {
            // The one way in which malformed bytes may fail.
        }
    });
}
