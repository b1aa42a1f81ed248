using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class AuxiliaryDataRuleTests
{
    private static readonly byte[] Data = Cbor.Map([(Cbor.UInt(1), Cbor.Bytes(new byte[64]))]);
    private static readonly byte[] Oversized = Cbor.Map([(Cbor.UInt(1), Cbor.Bytes(new byte[65]))]);
    private static readonly Hash32 Other = Digest.Blake2b256([7]);

    private readonly RuleScene _scene = new();

    [Fact]
    public void Check_data_that_the_body_names_pass() => Assert.Null(Check(Data, Digest.Blake2b256(Data)));

    [Fact]
    public void Check_named_data_must_be_there() =>
        Assert.Equal(new LedgerError.MissingAuxiliaryData(Other), Check(null, Other));

    [Fact]
    public void Check_data_must_be_named() =>
        Assert.Equal(new LedgerError.MissingAuxiliaryDataHash(Digest.Blake2b256(Data)), Check(Data, null));

    [Fact]
    public void Check_other_data_than_named_are_refused() => Assert.Equal(
        new LedgerError.ConflictingAuxiliaryDataHash(Other, Digest.Blake2b256(Data)), Check(Data, Other));

    [Fact]
    public void Check_more_than_64_bytes_are_refused() =>
        Assert.Equal(new LedgerError.OversizedMetadata(), Check(Oversized, Digest.Blake2b256(Oversized)));

    [Theory]
    [InlineData(0UL, true)]
    [InlineData(1UL, false)]
    public void Check_Shelley_bounds_metadata_after_version_2_0(ulong minor, bool isAllowed)
    {
        _scene.Parameters = _scene.Parameters with { ProtocolVersion = new ProtocolVersion(2, minor) };
        Assert.Equal(
            isAllowed ? null : new LedgerError.OversizedMetadata(),
            Check(Oversized, Digest.Blake2b256(Oversized), Era.Shelley));
    }

    [Fact]
    public void Check_Plutus_script_among_the_data_must_look_like_one()
    {
        byte[] data = Cbor.Tag(259, Cbor.Map([(Cbor.UInt(2), Cbor.Array([Cbor.Bytes([0x01])]))]));
        Assert.IsType<LedgerError.MalformedAuxiliaryScript>(Check(data, Digest.Blake2b256(data)));
        data = Cbor.Tag(259, Cbor.Map([(Cbor.UInt(2), Cbor.Array([Cbor.Bytes([0x41, 0x01])]))]));
        Assert.Null(Check(data, Digest.Blake2b256(data)));
    }

    private LedgerError? Check(byte[]? data, Hash32? hash, Era era = Era.Babbage)
    {
        TransactionSketch sketch = _scene.Payment(era);
        sketch.Auxiliary = data;
        sketch.AuxiliaryDataHash = hash;
        return _scene.Check(sketch);
    }

}
