using System.Buffers;
using PoolTopology.Crypto.Blake2;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Eras.Conway;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Ledger.Tests.Types;

public class BlockHeaderTests
{
    [Theory]
    [InlineData(Era.Conway, HeaderShape.Praos)]
    [InlineData(Era.Babbage, HeaderShape.Praos)]
    [InlineData(Era.Shelley, HeaderShape.TransitionalPraos)]
    [InlineData(Era.Alonzo, HeaderShape.TransitionalPraos)]
    public void Decode_gives_back_every_field(Era era, HeaderShape shape) => Seeds.ForAll(200, random =>
    {
        HeaderFields fields = HeaderSamples.Fields(random, shape);
        byte[] body = ConwayBlockEncoder.EncodeHeaderBody(fields);
        byte[] signature = HeaderSamples.Bytes(random, 448);
        byte[] bytes = ConwayBlockEncoder.EncodeHeader(body, signature);
        BlockHeader header = BlockHeader.Decode(era, bytes);
        Assert.Equal(bytes, header.Bytes.ToArray());
        Assert.Equal(body, header.BodyBytes.ToArray());
        Assert.Equal(signature, header.KesSignature.ToArray());
        Assert.Equal(Blake2b.Hash256(bytes), header.Hash.ToArray());
        Assert.Equal(Blake2b.Hash224(fields.IssuerVerificationKey.Span), header.PoolId.ToArray());
        Assert.Equal((fields.BlockNo, fields.Slot, fields.PrevHash), (header.BlockNo, header.Slot, header.PrevHash));
        Assert.Equal((fields.BodySizeBytes, fields.BodyHash), (header.BodySizeBytes, header.BodyHash));
        Assert.Equal(fields.ProtocolVersion, header.ProtocolVersion);
        Assert.Equal(fields.OperationalCertificate, header.OperationalCertificate);
        Assert.Equal(fields.VrfVerificationKey.ToArray(), header.VrfVerificationKey.ToArray());
        Assert.Equal(fields.LeaderVrf.Output.ToArray(), header.VrfOutput.ToArray());
        Assert.Equal(fields.LeaderVrf.Proof.ToArray(), header.VrfProof.ToArray());
        Assert.Equal(fields.NonceVrf.Output.ToArray(), header.NonceVrf.Output.ToArray());
        Assert.Equal((header.Slot, header.Hash, header.BlockNo), (header.Point.Slot, header.Point.Hash, header.Tip.BlockNo));
    });

    [Theory]
    [InlineData(HeaderShape.Praos, Era.Conway)]
    [InlineData(HeaderShape.TransitionalPraos, Era.Mary)]
    public void Decode_refuses_any_truncation_and_anything_after(HeaderShape shape, Era era)
    {
        byte[] bytes = HeaderSamples.Header(new Random(1), shape);
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<CborException>(() => BlockHeader.Decode(era, bytes.AsMemory(0, length)));
        Assert.Throws<CborException>(() => BlockHeader.Decode(era, (byte[])[.. bytes, 0x00]));
    }

    [Fact]
    public void Decode_of_changed_bytes_never_fails_in_another_way() => Seeds.ForAll(3_000, random =>
    {
        byte[] bytes = HeaderSamples.Header(random);
        for (int i = random.Next(1, 4); i > 0; i--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        DecodesOrThrowsCbor(Era.Conway, bytes);
        byte[] noise = HeaderSamples.Bytes(random, random.Next(64));
        DecodesOrThrowsCbor(Era.Conway, noise);
        DecodesOrThrowsCbor(Era.Shelley, noise);
    });

    [Theory]
    [InlineData("issuer key", 32)]
    [InlineData("VRF key", 32)]
    [InlineData("VRF output", 64)]
    [InlineData("VRF proof", 80)]
    [InlineData("hot key", 32)]
    [InlineData("certificate signature", 64)]
    [InlineData("KES signature", 448)]
    public void Decode_refuses_every_other_size_of_a_field(string field, int size)
    {
        foreach (int wrong in new[] { size - 1, size + 1 })
        {
            CborException error = Assert.Throws<CborException>(
                () => BlockHeader.Decode(Era.Conway, WithSize(field, wrong)));
            Assert.Equal(
                ($"a byte string of {size} bytes", $"one of {wrong}"), (error.Expected, error.Found));
        }
        Assert.NotNull(BlockHeader.Decode(Era.Conway, WithSize(field, size)));
    }

    [Theory]
    [InlineData(13, true)]
    [InlineData(14, false)]
    [InlineData(ulong.MaxValue, false)]
    public void Decode_refuses_a_version_that_the_reference_cannot_read(ulong major, bool isRead)
    {
        HeaderFields fields = HeaderSamples.Fields(new Random(1)) with { ProtocolVersion = new ProtocolVersion(major, 0) };
        byte[] header = ConwayBlockEncoder.EncodeHeader(ConwayBlockEncoder.EncodeHeaderBody(fields), new byte[448]);
        Assert.Equal(!isRead, Record.Exception(() => BlockHeader.Decode(Era.Conway, header)) is CborException);
    }

    [Theory]
    [InlineData("81")]
    [InlineData("83")]
    public void Decode_refuses_another_count_of_parts(string head)
    {
        byte[] bytes = HeaderSamples.Header(new Random(1));
        bytes[0] = Convert.FromHexString(head)[0];
        Assert.Throws<CborException>(() => BlockHeader.Decode(Era.Conway, bytes));
    }

    [Fact]
    public void Decode_reads_a_shape_only_in_its_own_eras()
    {
        byte[] praos = HeaderSamples.Header(new Random(1));
        byte[] transitional = HeaderSamples.Header(new Random(1), HeaderShape.TransitionalPraos);
        Assert.Throws<CborException>(() => BlockHeader.Decode(Era.Alonzo, praos));
        Assert.Throws<CborException>(() => BlockHeader.Decode(Era.Babbage, transitional));
        Assert.Throws<CborException>(() => BlockHeader.Decode(Era.Byron, praos));
    }

    [Fact]
    public void What_is_signed_is_the_minimal_encoding_and_what_is_hashed_are_the_bytes() => Seeds.ForAll(50, random =>
    {
        HeaderFields fields = HeaderSamples.Fields(random);
        byte[] minimal = ConwayBlockEncoder.EncodeHeaderBody(fields);
        // The same body as an array of indefinite length.
        byte[] loose = [0x9f, .. minimal[1..], 0xff];
        byte[] header = ConwayBlockEncoder.EncodeHeader(loose, HeaderSamples.Bytes(random, 448));
        BlockHeader decoded = BlockHeader.Decode(Era.Conway, header);
        Assert.Equal(minimal, decoded.BodyBytes.ToArray());
        Assert.Equal(header, decoded.Bytes.ToArray());
        Assert.Equal(Blake2b.Hash256(header), decoded.Hash.ToArray());
    });

    [Fact]
    public void A_number_with_a_longer_head_than_needed_is_read_and_signed_in_its_shortest_form()
    {
        HeaderFields fields = HeaderSamples.Fields(new Random(3)) with { BlockNo = new(5) };
        byte[] minimal = ConwayBlockEncoder.EncodeHeaderBody(fields);
        Assert.Equal(0x05, minimal[1]);
        byte[] loose = [minimal[0], 0x18, .. minimal[1..]];
        byte[] header = ConwayBlockEncoder.EncodeHeader(loose, new byte[448]);
        BlockHeader decoded = BlockHeader.Decode(Era.Conway, header);
        Assert.Equal(5ul, decoded.BlockNo.Value);
        Assert.Equal(minimal, decoded.BodyBytes.ToArray());
    }

    [Fact]
    public void The_computed_size_of_a_body_is_the_encoded_one() => Seeds.ForAll(500, random =>
    {
        foreach (HeaderShape shape in new[] { HeaderShape.Praos, HeaderShape.TransitionalPraos })
        {
            HeaderFields fields = HeaderSamples.Fields(random, shape);
            Assert.Equal(ConwayBlockEncoder.EncodeHeaderBody(fields).Length, HeaderBodyEncoder.SizeBytes(fields));
        }
    });

    private static byte[] WithSize(string field, int size)
    {
        byte[] Field(string name, int right) => new byte[name == field ? size : right];
        ArrayBufferWriter<byte> output = new();
        CborWriter writer = new(output);
        writer.WriteArrayStart(2);
        writer.WriteArrayStart(10);
        writer.WriteUInt64(1);
        writer.WriteUInt64(2);
        writer.WriteNull();
        writer.WriteBytes(Field("issuer key", 32));
        writer.WriteBytes(Field("VRF key", 32));
        writer.WriteArrayStart(2);
        writer.WriteBytes(Field("VRF output", 64));
        writer.WriteBytes(Field("VRF proof", 80));
        writer.WriteUInt64(4);
        writer.WriteBytes(new byte[32]);
        writer.WriteArrayStart(4);
        writer.WriteBytes(Field("hot key", 32));
        writer.WriteUInt64(0);
        writer.WriteUInt64(0);
        writer.WriteBytes(Field("certificate signature", 64));
        writer.WriteArrayStart(2);
        writer.WriteUInt64(10);
        writer.WriteUInt64(0);
        writer.WriteBytes(Field("KES signature", 448));
        return output.WrittenSpan.ToArray();
    }

    private static void DecodesOrThrowsCbor(Era era, byte[] bytes)
    {
        try
        {
            BlockHeader.Decode(era, bytes);
        }
        catch (CborException)
        {
            // The one way in which malformed bytes may fail.
        }
    }
}
