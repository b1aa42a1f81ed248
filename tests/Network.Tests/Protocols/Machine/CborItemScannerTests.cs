using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Network.Tests.Fakes;
using PoolTopology.Primitives.Cbor;
using Xunit;

namespace PoolTopology.Network.Tests.Protocols.Machine;

public sealed class CborItemScannerTests
{
    [Fact]
    public void Scan_agrees_with_the_reader_on_random_items_given_whole_or_byte_by_byte()
    {
        for (int seed = 0; seed < 3_000; seed++)
        {
            Random random = new(seed);
            byte[] item = RandomCbor.Item(random, depth: 5);
            byte[] withMore = [.. item, .. RandomCbor.Bytes(random, 5)];
            CborItemScanner whole = new();
            Assert.True(whole.Scan(withMore, int.MaxValue, out int length) == ScanOutcome.Complete && length == item.Length, $"seed {seed}");
            CborItemScanner pieces = new();
            for (int given = 0; given < item.Length; given++)
                Assert.True(pieces.Scan(item.AsSpan(0, given), int.MaxValue, out _) == ScanOutcome.Incomplete, $"seed {seed}, {given} bytes");
            Assert.True(pieces.Scan(item, int.MaxValue, out length) == ScanOutcome.Complete && length == item.Length, $"seed {seed}");
        }
    }

    [Fact]
    public void Scan_agrees_with_the_reader_on_random_bytes()
    {
        for (int seed = 0; seed < 50_000; seed++)
        {
            byte[] bytes = RandomCbor.Bytes(new Random(seed), 40);
            int? expected = LengthByReader(bytes);
            int? found;
            try
            {
                found = new CborItemScanner().Scan(bytes, int.MaxValue, out int length) == ScanOutcome.Complete ? length : null;
            }
            catch (CborException)
            {
                found = null;
            }
            Assert.True(expected == found, $"seed {seed}: {Convert.ToHexStringLower(bytes)}: reader {expected}, scanner {found}");
        }
    }

    [Theory]
    [InlineData("5903e8", "a string longer than the limit is refused at its head")]
    [InlineData("9a00010000", "a count beyond the limit is refused at its head")]
    [InlineData("bb7fffffffffffffff", "a count beyond all limits is refused at its head")]
    [InlineData("9f01020304050607080910111213", "an item that grows beyond the limit is refused")]
    public void Scan_of_what_cannot_fit_is_refused_early(string hex, string because) =>
        Assert.True(new CborItemScanner().Scan(Convert.FromHexString(hex), 10, out _) == ScanOutcome.TooLarge, because);

    [Fact]
    public void Scan_at_exactly_the_limit_is_complete()
    {
        byte[] item = [0x48, 1, 2, 3, 4, 5, 6, 7, 8];
        Assert.Equal(ScanOutcome.Complete, new CborItemScanner().Scan(item, 9, out int length));
        Assert.Equal(9, length);
        Assert.Equal(ScanOutcome.TooLarge, new CborItemScanner().Scan(item, 8, out _));
    }

    [Fact]
    public void Scan_of_deep_nesting_is_malformed()
    {
        byte[] deep = [.. Enumerable.Repeat((byte)0x81, CborItemScanner.DepthMax + 1)];
        Assert.Throws<CborException>(() => new CborItemScanner().Scan(deep, 1_000, out _));
    }

    private static int? LengthByReader(byte[] bytes)
    {
        CborReader reader = new(bytes);
        try
        {
            reader.Skip();
            return reader.Position;
        }
        catch (CborException)
        {
            return null;
        }
    }
}
