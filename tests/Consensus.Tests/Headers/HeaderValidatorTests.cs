using System.Collections.Immutable;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Consensus.Tests.Headers;

public class HeaderValidatorTests
{
    // KES periods of 1000 slots, 62 of them; f = 1/2, two pools with half the stake each.
    private static readonly TestNetwork Network = TestNetwork.Create();
    private static readonly HeaderState Parent = TestForge.Extend(Network, Network.Genesis, 3)[^1].After.HeaderState;
    private static readonly TestPool Pool = Network.Pools[0];
    private static readonly Slot Led =
        TestForge.NextLedSlot(Network, Parent, Pool, new Slot(Parent.Tip.Point.Slot.Value + 1));

    [Fact]
    public void A_header_that_keeps_every_rule_is_valid() => Assert.Null(Validate(Led, fields => fields));

    [Fact]
    public void The_first_header_of_a_chain_has_height_0_and_follows_nothing()
    {
        HeaderState genesis = Network.Genesis.HeaderState;
        Slot slot = TestForge.NextLedSlot(Network, genesis, Pool, new Slot(0));
        Assert.Null(Validate(genesis, slot, fields => fields));
        Assert.Equal(
            new HeaderError.UnexpectedBlockNo(new BlockNo(0), new BlockNo(1)),
            Validate(genesis, slot, fields => fields with { BlockNo = new BlockNo(1) }));
        Hash32 hash = Hash32.Parse(new string('7', 64));
        Assert.Equal(
            new HeaderError.UnexpectedPrevHash(null, hash),
            Validate(genesis, slot, fields => fields with { PrevHash = hash }));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void The_height_is_one_more_than_the_tips(int offBy)
    {
        BlockNo expected = new(Parent.Tip.BlockNo.Value + 1), found = new((ulong)((long)expected.Value + offBy));
        Assert.Equal(
            new HeaderError.UnexpectedBlockNo(expected, found),
            Validate(Led, fields => fields with { BlockNo = found }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_slot_is_after_the_tips(ulong before)
    {
        Slot last = Parent.Tip.Point.Slot, slot = new(last.Value - before);
        Assert.Equal(new HeaderError.SlotNotIncreasing(last, slot), Validate(slot, fields => fields));
        Assert.IsNotType<HeaderError.SlotNotIncreasing>(Validate(new Slot(last.Value + 1), fields => fields));
    }

    [Fact]
    public void The_previous_hash_is_the_tips()
    {
        Hash32 other = Hash32.Parse(new string('7', 64));
        Assert.Equal(
            new HeaderError.UnexpectedPrevHash(Parent.Tip.Point.Hash, other),
            Validate(Led, fields => fields with { PrevHash = other }));
        Assert.Equal(
            new HeaderError.UnexpectedPrevHash(Parent.Tip.Point.Hash, null),
            Validate(Led, fields => fields with { PrevHash = null }));
    }

    [Theory]
    [InlineData(11, true)]
    [InlineData(12, false)]
    public void A_ledger_newer_than_the_node_stops_it(ulong major, bool isKnown)
    {
        HeaderError? error = Validate(With(protocolMajor: major), Led, fields => fields);
        Assert.Equal(isKnown ? null : new HeaderError.ObsoleteNode(major, 11), error);
    }

    [Fact]
    public void A_header_version_from_the_future_is_none_of_the_headers_business() =>
        Assert.Null(Validate(Led, fields => fields with { ProtocolVersion = new ProtocolVersion(13, 0) }));

    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, false)]
    public void The_header_is_no_larger_than_the_parameters_allow(int slack, bool isValid)
    {
        int size = TestForge.ForgeHeader(Network, Parent, Pool, Led).Length;
        HeaderError? error = Validate(With(maxHeaderSize: size + slack), Led, fields => fields);
        Assert.Equal(isValid ? null : new HeaderError.HeaderTooLarge(size, size + slack), error);
    }

    [Theory]
    [InlineData(65536u, true)]
    [InlineData(65537u, false)]
    public void The_body_is_declared_no_larger_than_the_parameters_allow(uint size, bool isValid)
    {
        HeaderError? error = Validate(Led, fields => fields with { BodySizeBytes = size });
        Assert.Equal(isValid ? null : new HeaderError.BodyTooLarge(size, 65536), error);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void The_certificate_has_begun(ulong after, bool isValid)
    {
        KesPeriod current = Network.Config.KesPeriodOf(Led), start = new(current.Value + after);
        HeaderError? error = Validate(Led, fields => fields with { OperationalCertificate = Pool.Certify(0, start) });
        Assert.Equal(isValid ? null : new HeaderError.KesPeriodBeforeStart(start, current), error);
    }

    [Theory]
    [InlineData(61, true)]
    [InlineData(62, false)]
    public void The_certificate_has_not_run_out(ulong period, bool isValid)
    {
        Slot slot = TestForge.NextLedSlot(Network, Parent, Pool, new Slot(period * 1000));
        HeaderError? error = Validate(slot, fields => fields);
        Assert.Equal(isValid ? null : new HeaderError.KesPeriodAfterEnd(default, new KesPeriod(period), 62), error);
    }

    [Fact]
    public void A_certificate_that_starts_at_the_end_of_all_periods_overflows_nothing()
    {
        KesPeriod start = new(ulong.MaxValue);
        Assert.IsType<HeaderError.KesPeriodBeforeStart>(
            Validate(Led, fields => fields with { OperationalCertificate = Pool.Certify(0, start) }));
    }

    [Fact]
    public void The_certificate_is_signed_by_the_issuers_cold_key()
    {
        OperationalCertificate forged = Network.Pools[1].Certify(0, default) with
        {
            HotVerificationKey = Pool.KesVerificationKey,
        };
        Assert.Equal(
            new HeaderError.InvalidOperationalCertificateSignature(0, default),
            Validate(Led, fields => fields with { OperationalCertificate = forged }));
    }

    [Fact]
    public void The_header_is_signed_by_the_certified_hot_key_at_its_evolution()
    {
        BlockHeader header = Decode(TestForge.ForgeHeader(Network, Parent, Pool, Led));
        foreach (byte[] signature in new[]
        {
            Network.Pools[1].SignKes(0, header.BodyBytes.Span),
            Pool.SignKes(1, header.BodyBytes.Span),
            Pool.SignKes(0, header.BodyBytes.Span[1..]),
        })
        {
            BlockHeader changed = Decode(
                Ledger.Eras.Conway.ConwayBlockEncoder.EncodeHeader(header.BodyBytes.Span, signature));
            Assert.Equal(new HeaderError.InvalidKesSignature(default, default, 0), Validate(Parent, changed));
        }
    }

    [Fact]
    public void Every_evolution_of_a_key_signs_in_its_own_period()
    {
        foreach (ulong period in new ulong[] { 1, 31, 32, 61 })
        {
            Slot slot = TestForge.NextLedSlot(Network, Parent, Pool, new Slot(period * 1000));
            Assert.Null(Validate(slot, fields => fields));
            Assert.Null(Validate(slot, fields => fields with
            {
                OperationalCertificate = Pool.Certify(0, new KesPeriod(period)),
            }));
        }
    }

    [Theory]
    [InlineData(4, 5, "too small")]
    [InlineData(5, 5, null)]
    [InlineData(6, 5, null)]
    [InlineData(7, 5, "over-incremented")]
    [InlineData(0, ulong.MaxValue, "too small")]
    [InlineData(ulong.MaxValue, ulong.MaxValue, null)]
    [InlineData(ulong.MaxValue, 0ul, "over-incremented")]
    public void The_counter_stays_or_moves_by_one(ulong found, ulong last, string? fault)
    {
        HeaderState parent = Parent with
        {
            PraosState = Parent.PraosState with
            {
                OperationalCertificateCounters = Parent.PraosState.OperationalCertificateCounters.SetItem(Pool.PoolId, last),
            },
        };
        HeaderError? error = Validate(parent, Led, fields => fields with
        {
            OperationalCertificate = Pool.Certify(found, default),
        });
        Assert.Equal(fault switch
        {
            null => null,
            "too small" => new HeaderError.CounterTooSmall(Pool.PoolId, last, found),
            _ => new HeaderError.CounterOverIncremented(Pool.PoolId, last, found),
        }, error);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_pools_first_block_may_have_counter_0_or_1(ulong counter, bool isValid)
    {
        HeaderState parent = Parent with
        {
            PraosState = Parent.PraosState with
            {
                OperationalCertificateCounters = ImmutableSortedDictionary<Hash28, ulong>.Empty,
            },
        };
        HeaderError? error = Validate(parent, Led, fields => fields with
        {
            OperationalCertificate = Pool.Certify(counter, default),
        });
        Assert.Equal(isValid ? null : new HeaderError.CounterOverIncremented(Pool.PoolId, 0, counter), error);
    }

    [Fact]
    public void An_issuer_without_blocks_and_stake_has_no_counter()
    {
        TestPool stranger = TestPool.FromNumber(99);
        byte[] header = TestForge.ForgeHeader(Network, Parent, stranger, Led);
        Assert.Equal(new HeaderError.NoCounterForIssuer(stranger.PoolId), Validate(Parent, Decode(header)));
    }

    [Fact]
    public void An_issuer_whose_stake_is_gone_is_no_pool_any_more()
    {
        TestPool stranger = TestPool.FromNumber(99);
        HeaderState parent = Parent with
        {
            PraosState = Parent.PraosState with
            {
                OperationalCertificateCounters = Parent.PraosState.OperationalCertificateCounters.Add(stranger.PoolId, 0),
            },
        };
        byte[] header = TestForge.ForgeHeader(Network, parent, stranger, Led);
        Assert.Equal(new HeaderError.UnknownPool(stranger.PoolId), Validate(parent, Decode(header)));
    }

    [Fact]
    public void The_vrf_key_is_the_registered_one()
    {
        TestPool other = Network.Pools[1];
        Assert.Equal(
            new HeaderError.WrongVrfKey(Pool.PoolId, Pool.VrfKeyHash, other.VrfKeyHash),
            Validate(Led, fields => fields with { VrfVerificationKey = other.VrfVerificationKey }));
    }

    [Fact]
    public void The_vrf_proof_is_of_this_slot_and_nonce_and_names_its_fault()
    {
        Assert.Equal(VrfFault.InvalidProof, Fault(proof: Pool.Prove(new byte[32]).Proof.ToArray()));
        byte[] valid = Decode(TestForge.ForgeHeader(Network, Parent, Pool, Led)).VrfProof.ToArray();
        byte[] badScalar = (byte[])valid.Clone();
        badScalar.AsSpan(32).Fill(0xff);
        Assert.Equal(VrfFault.InvalidProof, Fault(proof: badScalar));
        byte[] badGamma = (byte[])valid.Clone();
        badGamma.AsSpan(0, 32).Clear();
        badGamma[0] = 2;
        Assert.Equal(VrfFault.MalformedProof, Fault(proof: badGamma));
        Assert.Equal(VrfFault.OutputMismatch, Fault(output: new byte[64]));
    }

    [Fact]
    public void A_vrf_key_that_is_no_point_is_refused_even_if_it_is_registered()
    {
        byte[] noPoint = new byte[32];
        noPoint[0] = 2;
        HeaderState parent = WithPool(new PoolStake(Rational.One, Digest.Blake2b256(noPoint)));
        HeaderError? error = Validate(parent, Led, fields => fields with { VrfVerificationKey = noPoint });
        Assert.Equal(VrfFault.MalformedKey, Assert.IsType<HeaderError.InvalidVrf>(error).Fault);
    }

    [Fact]
    public void A_slot_that_was_not_won_is_not_the_pools()
    {
        Slot slot = new(Led.Value + 1);
        while (TestForge.IsLeader(Network, Parent, Pool, slot))
            slot = new Slot(slot.Value + 1);
        HeaderError.NotLeader error = Assert.IsType<HeaderError.NotLeader>(Validate(slot, fields => fields));
        Assert.Equal((Pool.PoolId, new Rational(1, 2)), (error.PoolId, error.RelativeStake));
        Assert.False(error.Threshold.Admits(error.LeaderValue));
    }

    [Fact]
    public void Without_a_stake_distribution_nothing_can_be_said()
    {
        HeaderState parent = Parent with { Ledger = LedgerOf(null) };
        Assert.Equal(
            new HeaderError.StakeDistributionUnavailable(Led),
            Validate(parent, Decode(TestForge.ForgeHeader(Network, Parent, Pool, Led))));
    }

    [Fact]
    public void A_header_of_another_era_than_the_ledgers_is_refused()
    {
        byte[] header = TestForge.ForgeHeader(Network, Parent, Pool, Led);
        Assert.Equal(
            new HeaderError.WrongEra(Era.Conway, Era.Babbage),
            Validate(Parent, BlockHeader.Decode(Era.Babbage, header)));
    }

    private static VrfFault Fault(byte[]? proof = null, byte[]? output = null)
    {
        HeaderError? error = Validate(Led, fields => fields with
        {
            LeaderVrf = new VrfCertificate(output ?? fields.LeaderVrf.Output, proof ?? fields.LeaderVrf.Proof),
        });
        return Assert.IsType<HeaderError.InvalidVrf>(error).Fault;
    }

    private static HeaderState With(ulong protocolMajor = 10, int maxHeaderSize = 1100) => Parent with
    {
        Ledger = LedgerOf(Parent.LedgerView.StakeDistribution, protocolMajor, maxHeaderSize),
    };

    private static HeaderState WithPool(PoolStake stake) => Parent with
    {
        Ledger = LedgerOf(new StakeDistribution(
            ImmutableSortedDictionary<Hash28, PoolStake>.Empty.Add(Pool.PoolId, stake))),
    };

    private static GenesisLedger LedgerOf(
        StakeDistribution? stake, ulong protocolMajor = 10, int maxHeaderSize = 1100) => new(new LedgerView
    {
        Era = Era.Conway,
        StakeDistribution = stake,
        MaxHeaderSizeBytes = maxHeaderSize,
        MaxBodySizeBytes = 65536,
        ProtocolVersion = new ProtocolVersion(protocolMajor, 0),
    });

    private static HeaderError? Validate(Slot slot, Func<HeaderFields, HeaderFields> change) =>
        Validate(Parent, slot, change);

    private static HeaderError? Validate(HeaderState parent, Slot slot, Func<HeaderFields, HeaderFields> change) =>
        Validate(parent, Decode(TestForge.ForgeHeader(Network, parent, Pool, slot, change)));

    private static HeaderError? Validate(HeaderState parent, BlockHeader header) => HeaderValidator.Validate(
        header, parent.Tip, parent.LedgerView, Network.Rules.Tick(parent, header.Slot), Network.Config.Parameters,
        Network.Config.Clock);

    private static BlockHeader Decode(byte[] header) => BlockHeader.Decode(Era.Conway, header);
}
