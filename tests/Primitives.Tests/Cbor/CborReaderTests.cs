using PoolTopology.Primitives.Cbor;
using PoolTopology.TestKit;
using Xunit;
using Oracle = System.Formats.Cbor;

namespace PoolTopology.Primitives.Tests.Cbor;

public class CborReaderTests
{
    private delegate void Read(ref CborReader reader);

    // Every typed read, for the properties that hold for all of them.
    private static readonly (string Name, Read Read)[] Reads =
    [
        ("UInt64", (ref CborReader r) => r.ReadUInt64()),
        ("UInt32", (ref CborReader r) => r.ReadUInt32()),
        ("UInt16", (ref CborReader r) => r.ReadUInt16()),
        ("Int64", (ref CborReader r) => r.ReadInt64()),
        ("Boolean", (ref CborReader r) => r.ReadBoolean()),
        ("Bytes", (ref CborReader r) => r.ReadBytes()),
        ("Bytes 32", (ref CborReader r) => r.ReadBytes(32)),
        ("Bytes in chunks", (ref CborReader r) => r.ReadBytesInChunks(100)),
        ("Text", (ref CborReader r) => r.ReadText()),
        ("Array", (ref CborReader r) => r.ReadArrayStart()),
        ("Array of 2", (ref CborReader r) => r.ReadArrayStart(2)),
        ("Map", (ref CborReader r) => r.ReadMapStart()),
        ("Tag", (ref CborReader r) => r.ReadTag()),
        ("Tag 24", (ref CborReader r) => r.ReadTag(24)),
        ("Skip", (ref CborReader r) => r.Skip()),
        ("Encoded", (ref CborReader r) => r.ReadEncoded()),
    ];

    [Theory]
    [InlineData("00", 0UL)]
    [InlineData("17", 23UL)]
    [InlineData("1818", 24UL)]
    [InlineData("18ff", 255UL)]
    [InlineData("190100", 256UL)]
    [InlineData("1a000f4240", 1000000UL)]
    [InlineData("1b000000e8d4a51000", 1000000000000UL)]
    [InlineData("1bffffffffffffffff", ulong.MaxValue)]
    [InlineData("1b0000000000000001", 1UL)]
    public void ReadUInt64_reads_every_head_size_minimal_or_not(string hex, ulong expected)
    {
        CborReader reader = new(Convert.FromHexString(hex));
        Assert.Equal(expected, reader.ReadUInt64());
        reader.ExpectEnd();
    }

    [Theory]
    [InlineData("20", -1L)]
    [InlineData("3903e7", -1000L)]
    [InlineData("3b7fffffffffffffff", long.MinValue)]
    [InlineData("1b7fffffffffffffff", long.MaxValue)]
    public void ReadInt64_reads_both_signs_to_the_edges(string hex, long expected)
    {
        CborReader reader = new(Convert.FromHexString(hex));
        Assert.Equal(expected, reader.ReadInt64());
    }

    [Theory]
    [InlineData("UInt64", "20")]
    [InlineData("UInt64", "40")]
    [InlineData("UInt64", "1c")]
    [InlineData("UInt64", "1f")]
    [InlineData("UInt32", "1b0000000100000000")]
    [InlineData("UInt16", "1a00010000")]
    [InlineData("Int64", "1b8000000000000000")]
    [InlineData("Int64", "3b8000000000000000")]
    [InlineData("Int64", "60")]
    [InlineData("Boolean", "f6")]
    [InlineData("Boolean", "01")]
    [InlineData("Bytes", "5f41aaff")]
    [InlineData("Bytes", "5bffffffffffffffff00")]
    [InlineData("Bytes 32", "581f00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("Bytes in chunks", "5865")]
    [InlineData("Bytes in chunks", "5f5f41aaffff")]
    [InlineData("Bytes in chunks", "5f61aaff")]
    [InlineData("Text", "62c328")]
    [InlineData("Text", "7f6161ff")]
    [InlineData("Array", "9b7fffffffffffffff")]
    [InlineData("Array", "8201")]
    [InlineData("Array of 2", "830102")]
    [InlineData("Array of 2", "9f0102ff")]
    [InlineData("Map", "a101")]
    [InlineData("Map", "bb8000000000000000")]
    [InlineData("Tag 24", "c000")]
    [InlineData("Skip", "ff")]
    [InlineData("Skip", "bf01ff")]
    [InlineData("Skip", "df")]
    [InlineData("Skip", "82")]
    public void A_read_of_something_else_throws_and_does_not_move(string read, string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        CborReader reader = new(bytes);
        Assert.NotNull(Attempt(ref reader, Reads.Single(r => r.Name == read).Read));
        Assert.Equal(0, reader.Position);
    }

    [Fact]
    public void Every_read_of_anything_consumes_or_throws_without_moving() => Seeds.ForAll(5_000, random =>
    {
        byte[] bytes = new byte[random.Next(40)];
        random.NextBytes(bytes);
        if (bytes.Length > 0 && random.Next(2) == 0)
            bytes[0] = (byte)((random.Next(8) << 5) | random.Next(23, 32));
        foreach ((string name, Read read) in Reads)
        {
            CborReader reader = new(bytes);
            CborException? error = Attempt(ref reader, read);
            Assert.True(error is null ? reader.Position > 0 : reader.Position == 0, name);
            if (error is not null)
                Assert.InRange(error.Offset, 0, bytes.Length);
        }
    });

    [Fact]
    public void Any_truncation_of_an_item_is_refused() => Seeds.ForAll(400, random =>
    {
        byte[] item = CborSamples.Item(random);
        for (int length = 0; length < item.Length; length++)
        {
            CborReader reader = new(item.AsSpan(0, length));
            Assert.NotNull(Attempt(ref reader, (ref CborReader r) => r.Skip()));
            Assert.Equal(0, reader.Position);
        }
    });

    [Fact]
    public void Skip_ends_where_the_oracle_ends() => Seeds.ForAll(5_000, random =>
    {
        byte[] item = CborSamples.Item(random);
        byte[] bytes = [.. item, 0x00, 0x01];
        CborReader reader = new(bytes);
        Assert.Equal(item, reader.ReadEncoded().ToArray());
        Oracle.CborReader oracle = new(bytes, Oracle.CborConformanceMode.Lax, allowMultipleRootLevelValues: true);
        oracle.SkipValue();
        Assert.Equal(bytes.Length - oracle.BytesRemaining, reader.Position);
    });

    [Fact]
    public void Skip_agrees_with_the_oracle_on_random_bytes() => Seeds.ForAll(20_000, random =>
    {
        byte[] bytes = new byte[random.Next(1, 24)];
        random.NextBytes(bytes);
        int? ours = Length(bytes), theirs = OracleLength(bytes);
        // The oracle refuses what RFC 8949 forbids for other readers than ours: simple values 0 to 31 in two bytes.
        if (ours != theirs)
            Assert.True(ours is not null && theirs is null && Array.IndexOf(bytes, (byte)0xf8) >= 0, Convert.ToHexString(bytes));
    });

    [Fact]
    public void Values_agree_with_the_oracle() => Seeds.ForAll(5_000, random =>
    {
        ulong number = CborSamples.Number(random);
        byte[] payload = new byte[random.Next(70)];
        random.NextBytes(payload);
        Oracle.CborWriter oracle = new(Oracle.CborConformanceMode.Lax);
        oracle.WriteStartArray(null);
        oracle.WriteUInt64(number);
        oracle.WriteInt64((long)number);
        oracle.WriteByteString(payload);
        oracle.WriteTextString(Convert.ToHexString(payload));
        oracle.WriteTag((Oracle.CborTag)number);
        oracle.WriteBoolean(random.Next(2) == 0);
        oracle.WriteNull();
        oracle.WriteEndArray();
        CborReader reader = new(oracle.Encode());
        Assert.Null(reader.ReadArrayStart());
        Assert.Equal(number, reader.ReadUInt64());
        Assert.Equal((long)number, reader.ReadInt64());
        Assert.Equal(payload, reader.ReadBytes(payload.Length).ToArray());
        Assert.Equal(Convert.ToHexString(payload), reader.ReadText());
        reader.ReadTag(number);
        reader.ReadBoolean();
        Assert.True(reader.TryReadNull());
        Assert.False(reader.HasNext(null, 7));
        reader.ExpectEnd();
    });

    [Fact]
    public void ReadBytesInChunks_joins_chunks_and_holds_the_limit()
    {
        byte[] chunked = Convert.FromHexString("5f42aabb4041ccff");
        CborReader reader = new(chunked);
        Assert.Equal(Convert.FromHexString("aabbcc"), reader.ReadBytesInChunks(3));
        reader.ExpectEnd();
        CborReader small = new(chunked);
        Assert.NotNull(Attempt(ref small, (ref CborReader r) => r.ReadBytesInChunks(2)));
        Assert.Equal(0, small.Position);
    }

    [Fact]
    public void Nesting_of_any_depth_is_followed_to_its_end()
    {
        foreach (byte opener in new byte[] { 0x81, 0x9f, 0xc1 })
        {
            Assert.Null(SkipNested(opener, CborNesting.UsualDepth));
            Assert.Null(SkipNested(opener, CborNesting.UsualDepth + 1));
            Assert.Null(SkipNested(opener, 1_000_000));
        }
    }

    [Fact]
    public void A_reader_within_ends_where_the_inner_bytes_end_and_counts_on()
    {
        CborReader outer = new(Convert.FromHexString("430102030405"));
        CborReader inner = outer.Within(1, 3);
        Assert.Equal((1, 3), (inner.Position, inner.Remaining));
        Assert.Equal(1UL, inner.ReadUInt64());
        inner.ReadUInt64();
        inner.ReadUInt64();
        Assert.Equal(4, inner.Position);
        inner.ExpectEnd();
    }

    [Fact]
    public void A_count_beyond_the_bytes_is_refused_before_anything_is_allocated()
    {
        CborReader reader = new(Convert.FromHexString("9a00ffffff00"));
        Assert.NotNull(Attempt(ref reader, (ref CborReader r) => r.ReadArrayStart()));
    }

    [Fact]
    public void ExpectEnd_says_how_much_is_left()
    {
        CborException error = Assert.Throws<CborException>(() => new CborReader([1, 2]).ExpectEnd());
        Assert.Equal((0, "the end", "2 more bytes"), (error.Offset, error.Expected, error.Found));
    }

    private static CborException? SkipNested(byte opener, int depth)
    {
        byte[] bytes = new byte[(2 * depth) + 1];
        bytes.AsSpan(0, depth).Fill(opener);
        bytes[depth] = 0;
        // The breaks that only indefinite lengths take.
        bytes.AsSpan(depth + 1).Fill(0xff);
        CborReader reader = new(bytes);
        return Attempt(ref reader, (ref CborReader r) => r.Skip());
    }

    private static int? Length(byte[] bytes)
    {
        CborReader reader = new(bytes);
        return Attempt(ref reader, (ref CborReader r) => r.Skip()) is null ? reader.Position : null;
    }

    private static int? OracleLength(byte[] bytes)
    {
        try
        {
            Oracle.CborReader oracle = new(bytes, Oracle.CborConformanceMode.Lax, allowMultipleRootLevelValues: true);
            oracle.SkipValue();
            return bytes.Length - oracle.BytesRemaining;
        }
        catch (Exception e) when (e is Oracle.CborContentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static CborException? Attempt(ref CborReader reader, Read read)
    {
        try
        {
            read(ref reader);
            return null;
        }
        catch (CborException e)
        {
            return e;
        }
    }
}
