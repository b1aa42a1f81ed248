using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Primitives.Tests.Chain;

public class HashTests
{
    [Fact]
    public void Bytes_and_text_come_back() => Seeds.ForAll(500, random =>
    {
        byte[] bytes32 = new byte[32], bytes28 = new byte[28];
        random.NextBytes(bytes32);
        random.NextBytes(bytes28);
        Assert.Equal(bytes32, new Hash32(bytes32).ToArray());
        Assert.Equal(bytes28, new Hash28(bytes28).ToArray());
        Assert.Equal(new Hash32(bytes32), Hash32.Parse(Convert.ToHexString(bytes32)));
        Assert.Equal(new Hash28(bytes28), Hash28.Parse(Convert.ToHexStringLower(bytes28)));
        Assert.Equal(Convert.ToHexStringLower(bytes28), new Hash28(bytes28).ToString());
    });

    [Fact]
    public void Order_is_the_order_of_bytes_and_equality_agrees() => Seeds.ForAll(2_000, random =>
    {
        byte[] a = new byte[32];
        random.NextBytes(a);
        byte[] b = (byte[])a.Clone();
        if (random.Next(4) > 0)
            b[random.Next(32)] ^= (byte)random.Next(256);
        int expected = Math.Sign(a.AsSpan().SequenceCompareTo(b));
        Assert.Equal(expected, Math.Sign(new Hash32(a).CompareTo(new Hash32(b))));
        Assert.Equal(expected == 0, new Hash32(a) == new Hash32(b));
        Assert.Equal(expected < 0, new Hash32(a) < new Hash32(b));
        byte[] c = a[..28], d = b[..28];
        Assert.Equal(Math.Sign(c.AsSpan().SequenceCompareTo(d)), Math.Sign(new Hash28(c).CompareTo(new Hash28(d))));
        Assert.Equal(c.AsSpan().SequenceEqual(d), new Hash28(c).Equals(new Hash28(d)));
        if (expected == 0)
            Assert.Equal(new Hash32(a).GetHashCode(), new Hash32(b).GetHashCode());
    });

    [Theory]
    [InlineData(0)]
    [InlineData(27)]
    [InlineData(29)]
    [InlineData(31)]
    [InlineData(33)]
    public void Other_sizes_are_refused(int size)
    {
        Assert.Throws<ArgumentException>(() => new Hash32(new byte[size]));
        Assert.Throws<ArgumentException>(() => new Hash28(new byte[size]));
        Assert.Throws<FormatException>(() => Hash32.Parse(new string('0', 2 * size)));
        Assert.Throws<FormatException>(() => Hash28.Parse(new string('0', 2 * size)));
    }

    [Fact]
    public void The_default_is_all_zeroes()
    {
        Assert.Equal(new byte[32], default(Hash32).ToArray());
        Assert.Equal(new byte[28], default(Hash28).ToArray());
    }

    [Fact]
    public void The_origin_is_the_default_point_and_has_neither_slot_nor_hash()
    {
        Assert.Equal(default, Point.Origin);
        Assert.True(Point.Origin.IsOrigin);
        Assert.Throws<InvalidOperationException>(() => Point.Origin.Slot);
        Assert.Throws<InvalidOperationException>(() => Point.Origin.Hash);
        Assert.NotEqual(Point.Origin, new Point(default, default));
    }
}
