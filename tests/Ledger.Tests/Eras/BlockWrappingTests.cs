using System.Buffers;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Eras.Conway;
using PoolTopology.Ledger.Tests.Types;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using Xunit;

namespace PoolTopology.Ledger.Tests.Eras;

public class BlockWrappingTests
{
    private static readonly byte[] Header = HeaderSamples.Header(new Random(1));

    [Fact]
    public void A_header_is_wrapped_as_index_and_tagged_bytes_and_comes_back()
    {
        byte[] wrapped = Wrapped();
        Assert.Equal([0x82, 0x06, 0xd8, 0x18, 0x59], wrapped[..5]);
        BlockHeader header = BlockWrapping.ReadHeader(wrapped);
        Assert.Equal((Era.Conway, true), (header.Era, header.Bytes.Span.SequenceEqual(Header)));
    }

    [Fact]
    public void Any_truncation_and_anything_after_is_refused()
    {
        byte[] wrapped = Wrapped();
        for (int length = 0; length < wrapped.Length; length++)
            Assert.Throws<CborException>(() => BlockWrapping.ReadHeader(wrapped.AsMemory(0, length)));
        Assert.Throws<CborException>(() => BlockWrapping.ReadHeader((byte[])[.. wrapped, 0]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Byron_and_eras_that_are_none_are_refused(byte index)
    {
        byte[] wrapped = Wrapped();
        wrapped[1] = index;
        Assert.Throws<CborException>(() => BlockWrapping.ReadHeader(wrapped));
    }

    [Fact]
    public void A_stored_block_is_the_block_behind_its_tag() =>
        Assert.Equal([0x82, 0x07, 0xaa, 0xbb], BlockWrapping.Store(Era.Conway, [0xaa, 0xbb]));

    [Fact]
    public void The_header_of_a_stored_block_is_found_as_it_stands()
    {
        byte[] stored = ConwayBlockEncoder.EncodeStoredBlock(Header, ConwayBlockEncoder.EmptyBody);
        (Era era, ReadOnlyMemory<byte> header) = BlockWrapping.FindHeader(stored);
        Assert.Equal((Era.Conway, true), (era, header.Span.SequenceEqual(Header)));
        for (int length = 0; length < Header.Length + 3; length++)
            Assert.Throws<CborException>(() => BlockWrapping.FindHeader(stored.AsMemory(0, length)));
        stored[1] = 1;
        Assert.Throws<CborException>(() => BlockWrapping.FindHeader(stored));
    }

    private static byte[] Wrapped()
    {
        ArrayBufferWriter<byte> output = new();
        BlockWrapping.WriteHeader(output, BlockHeader.Decode(Era.Conway, Header));
        return output.WrittenSpan.ToArray();
    }
}
