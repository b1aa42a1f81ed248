using System.Collections.Immutable;
using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Consensus.Tests.Fakes;
using PoolTopology.Crypto.Eddsa;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Consensus.Tests.Blocks;

/// <summary>A chain that goes through eras as its ledger says: Alonzo in epochs 0 and 1, Babbage in 2, then Conway.</summary>
public class ErasTests
{
    private static readonly Nonce Entropy = new(Hash32.Parse(new string('e', 64)));
    private static readonly BlockRules Rules = EraForge.Network.Rules;

    // The parameters still name extra entropy when Babbage begins; only TPraos may listen.
    private static readonly LedgerView[] Views =
    [
        EraForge.View(Era.Alonzo, Rational.One),
        EraForge.View(Era.Alonzo, new Rational(1, 2), Entropy),
        EraForge.View(Era.Babbage, new Rational(1, 2), Entropy),
        EraForge.View(Era.Conway, Rational.Zero),
    ];

    private static readonly ChainState Start = ChainState.Genesis(EraForge.Network.Config, Ledger);

    private static readonly List<(Block Block, ChainState After)> Chain = MakeChain();

    private static ScriptedLedger Ledger =>
        new(epoch => Views[Math.Min(epoch.Value, 3)], EraForge.Network.Config.Clock);

    [Fact]
    public void The_chain_changes_era_at_the_epochs_that_the_ledger_says()
    {
        Assert.Equal(
            [Era.Alonzo, Era.Babbage, Era.Conway], Chain.Select(b => b.Block.Era).Distinct());
        Assert.All(Chain, b => Assert.Equal(
            Views[Math.Min(b.Block.Header.Slot.Value / 200, 3)].Era, b.Block.Era));
        Assert.All(Chain, b => Assert.Equal(b.Block.Era, b.After.Era));
        Assert.Equal(Chain.Count, ((ScriptedLedger)Chain[^1].After.Ledger).Blocks);
        Assert.Contains(Chain, b => EraForge.Delegates.Any(d => d.Delegate.PoolId == b.Block.Header.PoolId));
        Assert.Contains(Chain, b => EraForge.Network.Pools.Any(p => p.PoolId == b.Block.Header.PoolId));
    }

    [Fact]
    public void Nonces_and_counters_go_across_the_eras_as_a_plain_fold_has_them()
    {
        Nonce evolving = new(EraForge.Network.Config.GenesisHash), candidate = evolving, nonce = evolving;
        Nonce lab = Nonce.Neutral, lastEpochBlock = Nonce.Neutral;
        Dictionary<Hash28, ulong> counters = EraForge.Network.Genesis.PraosState.OperationalCertificateCounters.ToDictionary();
        ulong lastEpoch = 0;
        foreach ((Block block, ChainState after) in Chain)
        {
            BlockHeader header = block.Header;
            ulong epoch = header.Slot.Value / 200;
            if (epoch > lastEpoch)
            {
                nonce = Nonce.Combine(candidate, lastEpochBlock);
                if (epoch == 1)
                    nonce = Nonce.Combine(nonce, Entropy);
                lastEpochBlock = lab;
            }
            lastEpoch = epoch;
            evolving = Nonce.Combine(evolving, block.Era == Era.Alonzo
                ? VrfRanges.TransitionalNonceValue(header.NonceVrf.Output.Span)
                : VrfRanges.NonceValue(header.VrfOutput.Span));
            if ((header.Slot.Value % 200) + (block.Era == Era.Conway ? 40ul : 30) < 200)
                candidate = evolving;
            lab = Nonce.OfPrevHash(header.PrevHash);
            counters[header.PoolId] = header.OperationalCertificate.Counter;
            PraosState state = after.PraosState;
            Assert.Equal(
                (evolving, candidate, nonce, lab, lastEpochBlock),
                (state.EvolvingNonce, state.CandidateNonce, state.EpochNonce, state.LabNonce, state.LastEpochBlockNonce));
            Assert.Equal(counters.OrderBy(c => c.Key), state.OperationalCertificateCounters);
        }
        Assert.True(lastEpoch >= 3);
    }

    [Fact]
    public void Unproven_reapplied_and_headers_alone_give_the_states_of_the_whole_validation()
    {
        ChainState unproven = Start, reapplied = Start;
        HeaderState headers = Start.HeaderState, headersUnproven = Start.HeaderState;
        List<HeaderObligation> owed = [];
        foreach ((Block block, ChainState after) in Chain)
        {
            (unproven, BlockObligations? obligations, _) = Rules.ApplyUnproven(unproven, block) is { Error: null } step
                ? (step.Next!, step.Owed, step.Error)
                : throw new InvalidOperationException();
            Assert.Null(obligations!.Check());
            owed.Add(obligations.Header);
            reapplied = Rules.Apply(reapplied, block, ApplyMode.Reapply).Next!;
            headers = Rules.ApplyHeader(headers, block.Header, ApplyMode.Full).Next!;
            headersUnproven = Rules.ApplyHeaderUnproven(headersUnproven, block.Header).Next!;
            Assert.All(
                [unproven.HeaderState, reapplied.HeaderState, headers, headersUnproven],
                state => AssertSame(after.HeaderState, state));
        }
        Assert.Null(HeaderObligations.CheckMany(owed.ToArray()));
        Assert.Same(Start.Ledger, headers.Ledger);
    }

    [Fact]
    public void A_block_of_the_era_before_or_after_is_refused()
    {
        (Block last, _) = Chain.Last(b => b.Block.Era == Era.Babbage);
        ChainState before = Chain[Chain.FindIndex(b => b.Block == last) - 1].After;
        Block conway = EraForge.Block(BlockHeader.Decode(Era.Conway, last.Header.Bytes));
        Assert.Equal(
            new BlockError.InvalidHeader(new HeaderError.WrongEra(Era.Babbage, Era.Conway)),
            Rules.Apply(before, conway, ApplyMode.Full).Error);
    }

    [Fact]
    public void Beyond_the_ledgers_horizon_headers_wait()
    {
        ScriptedLedger near = Ledger with { HorizonSlots = 50 };
        HeaderState state = Start.HeaderState with { Ledger = near };
        foreach ((Block block, _) in Chain)
        {
            (HeaderState? next, HeaderError? error) = Rules.ApplyHeader(state, block.Header, ApplyMode.Full);
            if (block.Header.Slot.Value <= 50)
            {
                state = next!;
                continue;
            }
            Assert.Equal(new HeaderError.StakeDistributionUnavailable(block.Header.Slot), error);
            return;
        }
        Assert.Fail("the chain ends within the horizon");
    }

    [Fact]
    public void A_block_out_of_the_ledgers_reach_is_refused_without_going_there()
    {
        (Block block, _) = Chain[10];
        ChainState before = Chain[9].After;
        ScriptedLedger near = (ScriptedLedger)before.Ledger with { HorizonSlots = 0 };
        ChainState parent = new(before.HeaderState with { Ledger = near });
        Assert.Equal(
            (null, new BlockError.InvalidHeader(new HeaderError.StakeDistributionUnavailable(block.Header.Slot))),
            Rules.Apply(parent, block, ApplyMode.Reapply));
    }

    [Fact]
    public void The_ledgers_refusal_is_the_blocks()
    {
        BlockError refusal = new BlockError.TransactionsNotSupported(3);
        ChainState parent = new(Start.HeaderState with { Ledger = Ledger with { Refusal = refusal } });
        Assert.Equal((null, refusal), Rules.Apply(parent, Chain[0].Block, ApplyMode.Full));
        Assert.Equal((null, null, refusal), Rules.ApplyUnproven(parent, Chain[0].Block));
        Assert.NotNull(Rules.Apply(parent, Chain[0].Block, ApplyMode.Reapply).Next);
    }

    [Fact]
    public void A_witness_that_does_not_sign_is_found_with_its_transaction()
    {
        byte[] message = [1, 2, 3], signature = new byte[64], key = new byte[32];
        byte[] seed = TestPool.SeedOf("cold", 7);
        Ed25519.Sign(seed, message, signature);
        Ed25519.PublicKeyOf(seed, key);
        SignatureObligation good = new(0, new Ed25519Claim(key, message, signature));
        SignatureObligation bad = new(4, new Ed25519Claim(key, new byte[] { 1, 2, 4 }, signature));
        ChainState parent = Owing(good, good);
        Assert.Null(Rules.Apply(parent, Chain[0].Block, ApplyMode.Full).Error);
        parent = Owing(good, bad, good);
        Assert.Equal(
            (null, new BlockError.InvalidWitness(4, 1)), Rules.Apply(parent, Chain[0].Block, ApplyMode.Full));
        (ChainState? next, BlockObligations? owed, BlockError? error) = Rules.ApplyUnproven(parent, Chain[0].Block);
        Assert.True(next is not null && error is null);
        Assert.Equal(new BlockError.InvalidWitness(4, 1), owed!.Check());
        Assert.NotNull(Rules.Apply(parent, Chain[0].Block, ApplyMode.Reapply).Next);

        static ChainState Owing(params ImmutableArray<SignatureObligation> owed) =>
            new(Start.HeaderState with { Ledger = Ledger with { Owed = owed } });
    }

    private static void AssertSame(HeaderState expected, HeaderState found)
    {
        Assert.Equal(expected.Tip, found.Tip);
        Assert.Equal(
            expected.PraosState with { OperationalCertificateCounters = ImmutableSortedDictionary<Hash28, ulong>.Empty },
            found.PraosState with { OperationalCertificateCounters = ImmutableSortedDictionary<Hash28, ulong>.Empty });
        Assert.Equal(
            expected.PraosState.OperationalCertificateCounters, found.PraosState.OperationalCertificateCounters);
    }

    private static List<(Block Block, ChainState After)> MakeChain()
    {
        List<(Block, ChainState)> chain = [];
        ChainState state = Start;
        for (Slot from = default; from.Value < 900; from = new Slot(state.Tip.Point.Slot.Value + 3))
        {
            (Block block, state) = EraForge.Next(Rules, state, from);
            chain.Add((block, state));
        }
        return chain;
    }
}
