using System.Collections.Immutable;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Leadership;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Consensus.Tests.Fakes;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Consensus.Tests.Headers;

public class TransitionalPraosTests
{
    // With f = 1/2 every second slot of the schedule is active.
    private static readonly HeaderState Delegated = At(EraForge.View(Era.Shelley, Rational.One));
    private static readonly HeaderState Decentralised = At(EraForge.View(Era.Mary, Rational.Zero));
    private static readonly TestPool Pool = EraForge.Network.Pools[0];
    private static readonly Slot Led = NextLed(Decentralised, Pool);

    [Fact]
    public void A_genesis_delegate_makes_the_block_of_its_turn_and_no_other()
    {
        for (ulong slot = 0; slot < 12; slot++)
        {
            for (int i = 0; i < 3; i++)
            {
                HeaderError? error = Validate(
                    Delegated, EraForge.Header(Delegated, new Slot(slot), EraForge.Delegates[i].Delegate));
                int turn = (int)(slot / 2 % 3);
                if (slot % 2 == 1)
                    Assert.Equal(new HeaderError.NotActiveSlot(new Slot(slot)), error);
                else if (i == turn)
                    Assert.Null(error);
                else
                    Assert.Equal(new HeaderError.WrongGenesisColdKey(
                        new Slot(slot), EraForge.Delegates[turn].GenesisKey, EraForge.Delegates[turn].Delegate.PoolId,
                        EraForge.Delegates[i].Delegate.PoolId), error);
            }
        }
    }

    [Fact]
    public void A_pool_makes_no_block_in_the_schedule() => Assert.IsType<HeaderError.WrongGenesisColdKey>(
        Validate(Delegated, EraForge.Header(Delegated, default, Pool)));

    [Fact]
    public void The_delegates_vrf_key_is_the_one_of_the_delegation()
    {
        (Hash28 genesisKey, TestPool turn) = EraForge.Delegates[0];
        BlockHeader header = EraForge.Header(
            Delegated, default, turn, f => f with { VrfVerificationKey = Pool.VrfVerificationKey });
        Assert.Equal(
            new HeaderError.WrongGenesisVrfKey(genesisKey, turn.VrfKeyHash, Pool.VrfKeyHash),
            Validate(Delegated, header));
    }

    [Fact]
    public void Outside_the_schedule_stake_decides()
    {
        Assert.Null(Validate(Decentralised, EraForge.Header(Decentralised, Led, Pool)));
        Slot lost = Led;
        while (IsLed(Decentralised, Pool, lost))
            lost = new Slot(lost.Value + 1);
        HeaderError.NotLeader error = Assert.IsType<HeaderError.NotLeader>(
            Validate(Decentralised, EraForge.Header(Decentralised, lost, Pool)));
        Assert.Equal((Pool.PoolId, new Rational(1, 2)), (error.PoolId, error.RelativeStake));
        Assert.Equal(
            new HeaderError.UnknownPool(EraForge.Delegates[0].Delegate.PoolId),
            Validate(Decentralised, EraForge.Header(Decentralised, Led, EraForge.Delegates[0].Delegate)));
        Assert.Equal(
            new HeaderError.WrongVrfKey(Pool.PoolId, Pool.VrfKeyHash, EraForge.Network.Pools[1].VrfKeyHash),
            Validate(Decentralised, EraForge.Header(Decentralised, Led, Pool, f => f with
            {
                VrfVerificationKey = EraForge.Network.Pools[1].VrfVerificationKey,
            })));
    }

    [Fact]
    public void With_d_between_both_kinds_of_slots_are_there()
    {
        HeaderState mixed = At(EraForge.View(Era.Alonzo, new Rational(1, 2)));
        int delegates = 0, pools = 0;
        for (ulong slot = 0; slot < 40; slot++)
        {
            delegates += EraForge.Delegates.Count(d =>
                Validate(mixed, EraForge.Header(mixed, new Slot(slot), d.Delegate)) is null);
            pools += EraForge.Network.Pools.Count(p =>
                Validate(mixed, EraForge.Header(mixed, new Slot(slot), p)) is null);
        }
        Assert.Equal(10, delegates);
        Assert.InRange(pools, 3, 20);
    }

    [Theory]
    [InlineData(VrfUse.Nonce)]
    [InlineData(VrfUse.Leader)]
    public void Both_proofs_are_checked_and_neither_stands_for_the_other(VrfUse use)
    {
        TestPool turn = EraForge.Delegates[0].Delegate;
        VrfCertificate other = turn.Prove(new byte[32]);
        Assert.Equal(
            new HeaderError.InvalidVrf(VrfFault.InvalidProof, use, default, Delegated.PraosState.EpochNonce),
            Validate(Delegated, EraForge.Header(Delegated, default, turn, f => With(f, use, other))));
        Assert.Equal(
            VrfUse.Nonce,
            Assert.IsType<HeaderError.InvalidVrf>(Validate(Delegated, EraForge.Header(
                Delegated, default, turn, f => f with { NonceVrf = f.LeaderVrf, LeaderVrf = f.NonceVrf }))).Use);
        BlockHeader mismatch = EraForge.Header(Delegated, default, turn, f => With(
            f, use, (use == VrfUse.Nonce ? f.NonceVrf : f.LeaderVrf) with { Output = other.Output }));
        Assert.Equal(
            (VrfFault.OutputMismatch, use),
            Assert.IsType<HeaderError.InvalidVrf>(Validate(Delegated, mismatch)) is var e ? (e.Fault, e.Use) : default);
    }

    [Theory]
    [InlineData(0, 5, true)]
    [InlineData(5, 5, false)]
    [InlineData(6, 5, false)]
    [InlineData(700, 5, false)]
    [InlineData(ulong.MaxValue, 0, false)]
    public void The_counter_may_skip_numbers_but_not_go_back(ulong found, ulong last, bool isTooSmall)
    {
        HeaderState parent = Decentralised with
        {
            PraosState = Decentralised.PraosState with
            {
                OperationalCertificateCounters =
                    Decentralised.PraosState.OperationalCertificateCounters.SetItem(Pool.PoolId, last),
            },
        };
        HeaderError? error = Validate(parent, EraForge.Header(parent, Led, Pool, f => f with
        {
            OperationalCertificate = Pool.Certify(found, default),
        }));
        Assert.Equal(isTooSmall ? new HeaderError.CounterTooSmall(Pool.PoolId, last, found) : null, error);
    }

    [Fact]
    public void A_first_block_may_have_any_counter_of_a_pool_or_delegate_and_a_stranger_none()
    {
        TestPool turn = EraForge.Delegates[0].Delegate;
        Assert.Null(Validate(Delegated, EraForge.Header(Delegated, default, turn, f => f with
        {
            OperationalCertificate = turn.Certify(9, default),
        })));
        Assert.Null(Validate(Decentralised, EraForge.Header(Decentralised, Led, Pool, f => f with
        {
            OperationalCertificate = Pool.Certify(9, default),
        })));
        TestPool stranger = TestPool.FromNumber(99);
        Assert.Equal(
            new HeaderError.NoCounterForIssuer(stranger.PoolId),
            Validate(Decentralised, EraForge.Header(Decentralised, Led, stranger)));
    }

    [Theory]
    [InlineData(11, true)]
    [InlineData(12, false)]
    public void The_version_that_the_header_declares_must_be_known(ulong major, bool isKnown)
    {
        BlockHeader header = EraForge.Header(
            Decentralised, Led, Pool, f => f with { ProtocolVersion = new ProtocolVersion(major, 0) });
        Assert.Equal(isKnown ? null : new HeaderError.ObsoleteNode(major, 11), Validate(Decentralised, header));
    }

    [Fact]
    public void Signatures_and_periods_are_checked_as_in_Praos()
    {
        Assert.IsType<HeaderError.InvalidOperationalCertificateSignature>(Validate(
            Decentralised, EraForge.Header(Decentralised, Led, Pool, f => f with
            {
                OperationalCertificate = f.OperationalCertificate with
                {
                    Signature = EraForge.Network.Pools[1].Certificate.Signature,
                },
            })));
        Assert.IsType<HeaderError.InvalidKesSignature>(Validate(
            Decentralised, EraForge.Header(Decentralised, Led, Pool, f => f with
            {
                OperationalCertificate = Hot(f.OperationalCertificate),
            })));
        Assert.IsType<HeaderError.KesPeriodBeforeStart>(Validate(
            Decentralised, EraForge.Header(Decentralised, Led, Pool, f => f with
            {
                OperationalCertificate = Pool.Certify(0, new KesPeriod(1)),
            })));

        // A certificate of the pool for a key that did not sign.
        static OperationalCertificate Hot(OperationalCertificate certificate)
        {
            TestPool other = new(
                TestPool.SeedOf("cold", 0), Pool.VrfSigningKey.Span, TestPool.FromNumber(50).KesSigningKey.Span);
            return other.Certify(certificate.Counter, certificate.StartKesPeriod);
        }
    }

    [Fact]
    public void Without_a_stake_distribution_nothing_can_be_said()
    {
        LedgerView view = new()
        {
            Era = Era.Alonzo,
            StakeDistribution = null,
            MaxHeaderSizeBytes = 1100,
            MaxBodySizeBytes = 65536,
            ProtocolVersion = new ProtocolVersion(6, 0),
        };
        HeaderState parent = At(view);
        Assert.Equal(
            new HeaderError.StakeDistributionUnavailable(Led),
            Validate(parent, EraForge.Header(parent, Led, Pool)));
    }

    private static HeaderFields With(HeaderFields fields, VrfUse use, VrfCertificate certificate) => use == VrfUse.Nonce
        ? fields with { NonceVrf = certificate }
        : fields with { LeaderVrf = certificate };

    private static HeaderState At(LedgerView view)
    {
        HeaderState genesis = EraForge.Network.Genesis.HeaderState;
        return genesis with
        {
            Ledger = new GenesisLedger(view),
            PraosState = genesis.PraosState with
            {
                OperationalCertificateCounters = ImmutableSortedDictionary<Hash28, ulong>.Empty,
            },
        };
    }

    private static Slot NextLed(HeaderState parent, TestPool pool)
    {
        Slot slot = default;
        while (!IsLed(parent, pool, slot))
            slot = new Slot(slot.Value + 1);
        return slot;
    }

    private static bool IsLed(HeaderState parent, TestPool pool, Slot slot)
    {
        LeaderThreshold threshold = parent.LedgerView.ThresholdOf(
            pool.PoolId, EraForge.Network.Config.Parameters.ActiveSlotCoefficient);
        return threshold.AdmitsOutput(EraForge.Header(parent, slot, pool).VrfOutput.Span);
    }

    private static HeaderError? Validate(HeaderState parent, BlockHeader header) => HeaderValidator.Validate(
        header,
        parent.Tip,
        parent.LedgerView,
        EraForge.Network.Rules.Tick(parent, header.Slot),
        EraForge.Network.Config.Parameters,
        EraForge.Network.Config.Clock);
}
