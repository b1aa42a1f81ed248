using System.Buffers;
using PoolTopology.Network.Mux;
using Xunit;

namespace PoolTopology.Network.Tests.Mux;

public sealed class SegmentHeaderTests
{
    [Theory]
    [InlineData("01020304" + "0002" + "0005", 0x01020304u, 2, false, 5)]
    [InlineData("ffffffff" + "8003" + "3000", uint.MaxValue, 3, true, 12_288)]
    [InlineData("00000000" + "ffff" + "ffff", 0u, 32_767, true, 65_535)]
    public void Header_is_eight_bytes_big_endian(string hex, uint timestamp, int protocol, bool isFromResponder, int payload)
    {
        SegmentHeader header = new(timestamp, (ushort)protocol, isFromResponder, (ushort)payload);
        byte[] bytes = new byte[SegmentHeader.SizeBytes];
        header.Write(bytes);
        Assert.Equal(hex, Convert.ToHexStringLower(bytes));
        Assert.Equal(header, SegmentHeader.Read(bytes));
    }

    [Fact]
    public void TryTake_takes_whole_segments_only_and_leaves_the_rest()
    {
        byte[] bytes = [0, 0, 0, 0, 0, 2, 0, 3, 7, 8, 9, 1];
        for (int length = 0; length < 11; length++)
        {
            ReadOnlySequence<byte> partial = new(bytes, 0, length);
            Assert.False(SegmentHeader.TryTake(ref partial, out _, out _));
            Assert.Equal(length, partial.Length);
        }
        ReadOnlySequence<byte> whole = new(bytes);
        Assert.True(SegmentHeader.TryTake(ref whole, out SegmentHeader header, out ReadOnlySequence<byte> payload));
        Assert.Equal(2, header.Protocol);
        Assert.Equal([7, 8, 9], payload.ToArray());
        Assert.Equal([1], whole.ToArray());
    }
}
