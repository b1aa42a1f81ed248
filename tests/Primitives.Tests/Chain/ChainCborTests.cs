using System.Buffers;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Primitives.Tests.Chain;

public class ChainCborTests
{
    private static readonly Hash32 Hash = Hash32.Parse(new string('a', 62) + "01");

    [Fact]
    public void Points_and_tips_come_back()
    {
        foreach (Tip tip in new[] { Tip.Genesis, new Tip(new Point(new Slot(7), Hash), new BlockNo(3)) })
        {
            ArrayBufferWriter<byte> output = new();
            new CborWriter(output).WriteTip(tip);
            CborReader reader = new(output.WrittenSpan);
            Assert.Equal(tip, reader.ReadTip());
            reader.ExpectEnd();
        }
    }

    [Fact]
    public void The_tip_of_the_empty_chain_is_written_as_the_origin_and_zero()
    {
        ArrayBufferWriter<byte> output = new();
        new CborWriter(output).WriteTip(Tip.Genesis);
        Assert.Equal([0x82, 0x80, 0x00], output.WrittenSpan.ToArray());
    }

    [Fact]
    public void A_point_of_indefinite_length_is_read()
    {
        string hash = Hash.ToString();
        CborReader reader = new(Convert.FromHexString($"9f075820{hash}ff"));
        Assert.Equal(new Point(new Slot(7), Hash), reader.ReadPoint());
        reader.ExpectEnd();
        CborReader origin = new(Convert.FromHexString("9fff"));
        Assert.Equal(Point.Origin, origin.ReadPoint());
        origin.ExpectEnd();
    }

    [Theory]
    [InlineData("8107")]
    [InlineData("820700")]
    [InlineData("83075820{0}00")]
    [InlineData("9f07ff")]
    [InlineData("9f075820{0}00ff")]
    [InlineData("82075821{0}00")]
    [InlineData("820758205820")]
    [InlineData("07")]
    public void Anything_else_is_refused_and_the_reader_stays(string pattern)
    {
        byte[] bytes = Convert.FromHexString(pattern.Replace("{0}", Hash.ToString(), StringComparison.Ordinal));
        CborReader reader = new(bytes);
        bool isRefused = false;
        try
        {
            reader.ReadPoint();
        }
        catch (CborException)
        {
            isRefused = true;
        }
        Assert.True(isRefused);
        Assert.Equal(0, reader.Position);
    }

    [Fact]
    public void Any_truncation_of_a_tip_is_refused()
    {
        ArrayBufferWriter<byte> output = new();
        new CborWriter(output).WriteTip(new Tip(new Point(new Slot(ulong.MaxValue), Hash), new BlockNo(ulong.MaxValue)));
        byte[] bytes = output.WrittenSpan.ToArray();
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<CborException>(() =>
            {
                CborReader reader = new(bytes.AsSpan(0, length));
                reader.ReadTip();
            });
        }
    }
}
