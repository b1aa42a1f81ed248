using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Eras.Conway;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Consensus.Tests.Headers;

/// <summary>
/// What a liar between two nodes can do: change a valid header without the keys. Nothing of it may pass.
/// </summary>
public class HeaderMutationTests
{
    private static readonly TestNetwork Network = TestNetwork.Create();
    private static readonly HeaderState Parent = TestForge.Extend(Network, Network.Genesis, 3)[^1].After.HeaderState;
    private static readonly TestPool Pool = Network.Pools[0];
    private static readonly Slot Led =
        TestForge.NextLedSlot(Network, Parent, Pool, new Slot(Parent.Tip.Point.Slot.Value + 1));

    // Each field changed after signing, and the rule that must speak.
    private static readonly (string Field, Func<HeaderFields, HeaderFields> Change, Type Error)[] Changes =
    [
        ("block number", f => f with { BlockNo = new BlockNo(f.BlockNo.Value + 1) },
            typeof(HeaderError.UnexpectedBlockNo)),
        ("slot", f => f with { Slot = new Slot(f.Slot.Value + 1) }, typeof(HeaderError.InvalidVrf)),
        ("slot of the tip", f => f with { Slot = Parent.Tip.Point.Slot }, typeof(HeaderError.SlotNotIncreasing)),
        ("previous hash", f => f with { PrevHash = Flip(f.PrevHash!.Value) }, typeof(HeaderError.UnexpectedPrevHash)),
        ("issuer key", f => f with { IssuerVerificationKey = Flip(f.IssuerVerificationKey) },
            typeof(HeaderError.NoCounterForIssuer)),
        ("issuer key of another pool", f => f with { IssuerVerificationKey = Network.Pools[1].ColdVerificationKey },
            typeof(HeaderError.WrongVrfKey)),
        ("VRF key", f => f with { VrfVerificationKey = Flip(f.VrfVerificationKey) }, typeof(HeaderError.WrongVrfKey)),
        ("VRF output", f => f with { LeaderVrf = f.LeaderVrf with { Output = Flip(f.LeaderVrf.Output) } },
            typeof(HeaderError.InvalidVrf)),
        ("VRF proof", f => f with { LeaderVrf = f.LeaderVrf with { Proof = Flip(f.LeaderVrf.Proof) } },
            typeof(HeaderError.InvalidVrf)),
        ("body size", f => f with { BodySizeBytes = f.BodySizeBytes + 1 }, typeof(HeaderError.InvalidKesSignature)),
        ("body size beyond the limit", f => f with { BodySizeBytes = uint.MaxValue }, typeof(HeaderError.BodyTooLarge)),
        ("body hash", f => f with { BodyHash = Flip(f.BodyHash) }, typeof(HeaderError.InvalidKesSignature)),
        ("hot key", f => Certificate(f, c => c with { HotVerificationKey = Flip(c.HotVerificationKey) }),
            typeof(HeaderError.InvalidOperationalCertificateSignature)),
        ("counter", f => Certificate(f, c => c with { Counter = c.Counter + 1 }),
            typeof(HeaderError.InvalidOperationalCertificateSignature)),
        ("counter by two", f => Certificate(f, c => c with { Counter = c.Counter + 2 }),
            typeof(HeaderError.CounterOverIncremented)),
        ("KES period", f => Certificate(f, c => c with { StartKesPeriod = new KesPeriod(c.StartKesPeriod.Value + 1) }),
            typeof(HeaderError.KesPeriodBeforeStart)),
        ("certificate signature", f => Certificate(f, c => c with { Signature = Flip(c.Signature) }),
            typeof(HeaderError.InvalidOperationalCertificateSignature)),
        ("major version", f => f with { ProtocolVersion = f.ProtocolVersion with { Major = 11 } },
            typeof(HeaderError.InvalidKesSignature)),
        ("minor version", f => f with { ProtocolVersion = f.ProtocolVersion with { Minor = 1 } },
            typeof(HeaderError.InvalidKesSignature)),
    ];

    public static TheoryData<string> Fields => [.. Changes.Select(c => c.Field)];

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_changed_field_is_refused_by_its_rule(string field)
    {
        (_, Func<HeaderFields, HeaderFields> change, Type error) = Changes.Single(c => c.Field == field);
        HeaderFields signed = default!;
        BlockHeader valid = Decode(TestForge.ForgeHeader(Network, Parent, Pool, Led, f => signed = f));
        Assert.Null(Validate(valid));
        byte[] body = ConwayBlockEncoder.EncodeHeaderBody(change(signed));
        BlockHeader changed = Decode(ConwayBlockEncoder.EncodeHeader(body, valid.KesSignature.Span));
        Assert.IsType(error, Validate(changed));
    }

    [Fact]
    public void No_single_changed_bit_gives_a_valid_header_of_another_hash()
    {
        byte[] valid = TestForge.ForgeHeader(Network, Parent, Pool, Led);
        int decoded = 0;
        for (int at = 0; at < valid.Length; at++)
        {
            byte[] changed = (byte[])valid.Clone();
            changed[at] ^= (byte)(1 << (at % 8));
            if (TryDecode(changed) is not BlockHeader header)
                continue;
            decoded++;
            Assert.NotNull(Validate(header));
        }
        // Most bytes are payload: nearly all changes must have reached the rules.
        Assert.True(decoded > valid.Length * 9 / 10, $"{decoded} of {valid.Length}");
    }

    private static HeaderFields Certificate(
        HeaderFields fields, Func<OperationalCertificate, OperationalCertificate> change) =>
        fields with { OperationalCertificate = change(fields.OperationalCertificate) };

    private static Hash32 Flip(Hash32 hash) => new(Flip((ReadOnlyMemory<byte>)hash.ToArray()).Span);

    private static ReadOnlyMemory<byte> Flip(ReadOnlyMemory<byte> bytes)
    {
        byte[] changed = bytes.ToArray();
        changed[0] ^= 1;
        return changed;
    }

    private static HeaderError? Validate(BlockHeader header) => HeaderValidator.Validate(
        header, Parent.Tip, Parent.LedgerView, Network.Rules.Tick(Parent, header.Slot), Network.Config.Parameters,
        Network.Config.Clock);

    private static BlockHeader Decode(byte[] header) => BlockHeader.Decode(Era.Conway, header);

    private static BlockHeader? TryDecode(byte[] header)
    {
        try
        {
            return Decode(header);
        }
        catch (CborException)
        {
            return null;
        }
    }
}
