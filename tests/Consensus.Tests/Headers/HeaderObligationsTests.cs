using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Consensus.Tests.Fakes;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Consensus.Tests.Headers;

public class HeaderObligationsTests
{
    private static readonly HeaderState Transitional = EraForge.Network.Genesis.HeaderState with
    {
        Ledger = new GenesisLedger(EraForge.View(Era.Alonzo, Rational.One)),
    };

    private static readonly HeaderObligation[] Valid =
    [
        .. Enumerable.Range(0, 6).Select(i => Owed(EraForge.Header(
            Transitional, new Slot((ulong)i * 2), EraForge.Delegates[i % 3].Delegate))),
        .. TestForge.Extend(EraForge.Network, EraForge.Network.Genesis, 6).Select((b, i) => OwedByPraos(b.StoredBytes, i)),
    ];

    private static readonly Func<HeaderObligation, HeaderObligation>[] Faults =
    [
        o => o with { EpochNonce = new Nonce(Hash32.Parse(new string('1', 64))) },
        o => o with { KesEvolution = o.KesEvolution + 1 },
        o => o with { KesEvolution = ulong.MaxValue - 100 },
        o => o with { Header = Signed(o.Header, f => f with { BodyHash = default }) },
        o => o with
        {
            Header = Signed(o.Header, f => f with
            {
                OperationalCertificate = f.OperationalCertificate with { Counter = f.OperationalCertificate.Counter + 1 },
            }),
        },
    ];

    [Fact]
    public void A_header_of_TPraos_owes_two_proofs_and_one_of_Praos_one()
    {
        Assert.Equal([VrfUse.Nonce, VrfUse.Leader], Valid[0].VrfUses.ToArray());
        Assert.Equal([VrfUse.Both], Valid[^1].VrfUses.ToArray());
        Assert.Equal(VrfRanges.Input(Valid[^1].Header.Slot, Valid[^1].EpochNonce), Valid[^1].VrfInput(VrfUse.Both));
    }

    [Fact]
    public void Obligations_of_valid_headers_hold_one_by_one_and_together()
    {
        Assert.All(Valid, o => Assert.Null(HeaderObligations.Check(o)));
        Assert.Null(HeaderObligations.CheckMany(Valid));
        Assert.Null(HeaderObligations.CheckMany([]));
    }

    [Fact]
    public void CheckMany_names_the_first_that_fails_with_the_reason_of_Check() => Seeds.ForAll(40, random =>
    {
        HeaderObligation[] some = [.. Valid];
        random.Shuffle(some);
        for (int faults = random.Next(1, 4); faults > 0; faults--)
        {
            int at = random.Next(some.Length);
            some[at] = Faults[random.Next(Faults.Length)](some[at]);
        }
        int first = Array.FindIndex(some, o => HeaderObligations.Check(o) is not null);
        (int index, HeaderError error) = Assert.NotNull(HeaderObligations.CheckMany(some));
        Assert.Equal((first, HeaderObligations.Check(some[first])), (index, error));
    });

    [Fact]
    public void The_state_rules_ask_for_no_proof()
    {
        BlockHeader header = Signed(Valid[0].Header, f => f with
        {
            NonceVrf = f.LeaderVrf,
            OperationalCertificate = f.OperationalCertificate with { Signature = new byte[64] },
        });
        (HeaderObligation? owed, HeaderError? error) = HeaderValidator.ValidateProtocolState(
            header, Transitional.LedgerView, Transitional.PraosState, EraForge.Network.Config.Parameters,
            EraForge.Network.Config.Clock);
        Assert.Null(error);
        Assert.Equal(VrfUse.Nonce, Assert.IsType<HeaderError.InvalidVrf>(HeaderObligations.Check(owed!)).Use);
    }

    private static HeaderObligation Owed(BlockHeader header)
    {
        (HeaderObligation? owed, HeaderError? error) = HeaderValidator.ValidateProtocolState(
            header, Transitional.LedgerView, Transitional.PraosState, EraForge.Network.Config.Parameters,
            EraForge.Network.Config.Clock);
        Assert.Null(error);
        return owed!;
    }

    private static HeaderObligation OwedByPraos(byte[] stored, int index)
    {
        BlockHeader header = Block.Decode(stored).Header;
        Assert.True(header.Slot.Value < 200, $"block {index} is of the first epoch");
        return new HeaderObligation(header, EraForge.Network.Genesis.PraosState.EpochNonce, 0);
    }

    // The header with a field changed, and the signature that it had before.
    private static BlockHeader Signed(BlockHeader header, Func<HeaderFields, HeaderFields> change) => BlockHeader.Decode(
        header.Era,
        HeaderSurgery.Encode(change(HeaderSurgery.FieldsOf(header)), header.KesSignature.Span));
}
