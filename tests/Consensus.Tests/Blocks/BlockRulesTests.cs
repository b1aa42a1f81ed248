using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Eras.Conway;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Consensus.Tests.Blocks;

public class BlockRulesTests
{
    private static readonly byte[] Zero = [0x80];
    private static readonly byte[] NoAuxiliaryData = [0xa0];
    private static readonly TestNetwork Network = TestNetwork.Create();
    private static readonly ChainState Parent = TestForge.Extend(Network, Network.Genesis, 2)[^1].After;
    private static readonly TestPool Pool = Network.Pools[0];
    private static readonly Slot Led =
        TestForge.NextLedSlot(Network, Parent.HeaderState, Pool, new Slot(Parent.Tip.Point.Slot.Value + 1));

    [Fact]
    public void A_valid_block_moves_the_tip_and_leaves_the_old_state_alone()
    {
        Block block = Block.Decode(TestForge.Forge(Network, Parent.HeaderState, Pool, Led));
        (ChainState? next, BlockError? error) = Network.Rules.Apply(Parent, block, ApplyMode.Full);
        Assert.Null(error);
        Assert.Equal(block.Header.Tip, next!.Tip);
        Assert.Equal(Led, next.PraosState.LastSlot);
        Assert.NotEqual(Parent.Tip, next.Tip);
    }

    [Fact]
    public void Reapplying_a_chain_gives_the_states_of_applying_it()
    {
        ChainState reapplied = Network.Genesis;
        HeaderState headersOnly = Network.Genesis.HeaderState;
        foreach ((byte[] stored, ChainState after) in TestForge.Extend(Network, Network.Genesis, 120))
        {
            Block block = Block.Decode(stored);
            reapplied = Network.Rules.Apply(reapplied, block, ApplyMode.Reapply).Next!;
            headersOnly = Network.Rules.ApplyHeader(headersOnly, block.Header, ApplyMode.Full).Next!;
            AssertSame(after, reapplied);
            AssertSame(after, after with { HeaderState = headersOnly });
        }
        Assert.True(reapplied.Tip.Point.Slot.Value > 200, "the chain crosses an epoch boundary");
    }

    [Theory]
    [InlineData(ApplyMode.Full)]
    [InlineData(ApplyMode.Reapply)]
    public void A_block_that_does_not_extend_the_tip_is_refused_in_every_mode(ApplyMode mode)
    {
        Block block = Block.Decode(TestForge.Forge(Network, Network.Genesis.HeaderState, Pool, Led));
        (ChainState? next, BlockError? error) = Network.Rules.Apply(Parent, block, mode);
        Assert.Null(next);
        Assert.IsType<HeaderError.UnexpectedBlockNo>(Assert.IsType<BlockError.InvalidHeader>(error).Error);
    }

    [Fact]
    public void A_header_that_is_not_valid_refuses_the_block()
    {
        Block block = Decode(Forge(fields => fields with { OperationalCertificate = Pool.Certify(7, default) }));
        Assert.Equal(
            new BlockError.InvalidHeader(new HeaderError.CounterOverIncremented(Pool.PoolId, 0, 7)), Apply(block));
    }

    [Fact]
    public void A_body_of_another_size_than_declared_is_refused() => Assert.Equal(
        new BlockError.WrongBodySize(5, 4), Apply(Decode(Forge(fields => fields with { BodySizeBytes = 5 }))));

    [Fact]
    public void A_body_of_another_hash_than_declared_is_refused()
    {
        Hash32 declared = Hash32.Parse(new string('1', 64));
        Assert.Equal(
            new BlockError.WrongBodyHash(declared, ConwayBlockEncoder.EmptyBodyHash),
            Apply(Decode(Forge(fields => fields with { BodyHash = declared }))));
    }

    [Fact]
    public void A_changed_body_under_a_valid_header_is_refused()
    {
        byte[] header = TestForge.ForgeHeader(Network, Parent.HeaderState, Pool, Led);
        // Of the same size, so that only the hash can tell: auxiliary data as an array.
        Block block = Block.Decode(ConwayBlockEncoder.EncodeStoredBlock(header, [Zero, Zero, Zero, Zero]));
        Assert.IsType<BlockError.WrongBodyHash>(Apply(block));
    }

    [Fact]
    public void A_block_with_transactions_is_refused_because_they_cannot_be_checked_yet()
    {
        byte[] one = [0x81, 0xa0];
        ReadOnlyMemory<byte>[] body = [one, one, NoAuxiliaryData, Zero];
        byte[] header = TestForge.ForgeHeader(Network, Parent.HeaderState, Pool, Led, fields => fields with
        {
            BodySizeBytes = 6,
            BodyHash = Block.BodyHashOf(body),
        });
        Block block = Block.Decode(ConwayBlockEncoder.EncodeStoredBlock(header, body));
        Assert.Equal(new BlockError.TransactionsNotSupported(1), Apply(block));
    }

    [Fact]
    public void A_block_of_another_era_than_the_chains_is_refused()
    {
        byte[] stored = Forge(fields => fields);
        stored[1] = (byte)EraTable.BlockTag(Era.Babbage);
        Assert.Equal(
            new BlockError.InvalidHeader(new HeaderError.WrongEra(Era.Conway, Era.Babbage)), Apply(Decode(stored)));
    }

    [Theory]
    [InlineData(13, 10, NetworkId.Testnet, true)]
    [InlineData(11, 10, NetworkId.Mainnet, true)]
    [InlineData(12, 10, NetworkId.Mainnet, false)]
    [InlineData(13, 12, NetworkId.Testnet, true)]
    [InlineData(13, 11, NetworkId.Mainnet, false)]
    [InlineData(13, 11, NetworkId.Testnet, true)]
    [InlineData(12, 11, NetworkId.Mainnet, true)]
    public void A_header_version_beyond_the_next_is_refused_where_that_is_enforced(
        ulong headerMajor, ulong ledgerMajor, NetworkId network, bool isValid)
    {
        BlockHeader header = BlockHeader.Decode(Era.Conway, TestForge.ForgeHeader(
            Network, Parent.HeaderState, Pool, Led,
            fields => fields with { ProtocolVersion = new ProtocolVersion(headerMajor, 0) }));
        Assert.Equal(
            isValid ? null : new BlockError.HeaderVersionTooHigh(headerMajor, ledgerMajor + 1),
            HeaderVersionRule.Check(header, View(Era.Conway), network));
        Assert.Null(HeaderVersionRule.Check(header, View(Era.Babbage), network));

        LedgerView View(Era era) => new()
        {
            Era = era,
            StakeDistribution = null,
            MaxHeaderSizeBytes = 1100,
            MaxBodySizeBytes = 65536,
            ProtocolVersion = new ProtocolVersion(ledgerMajor, 0),
        };
    }

    private static void AssertSame(ChainState expected, ChainState found)
    {
        Assert.Equal((expected.Tip, expected.Era), (found.Tip, found.Era));
        PraosState a = expected.PraosState, b = found.PraosState;
        Assert.Equal(
            (a.LastSlot, a.EvolvingNonce, a.CandidateNonce, a.EpochNonce, a.LabNonce, a.LastEpochBlockNonce),
            (b.LastSlot, b.EvolvingNonce, b.CandidateNonce, b.EpochNonce, b.LabNonce, b.LastEpochBlockNonce));
        Assert.Equal(a.OperationalCertificateCounters, b.OperationalCertificateCounters);
    }

    private static BlockError? Apply(Block block)
    {
        (ChainState? next, BlockError? error) = Network.Rules.Apply(Parent, block, ApplyMode.Full);
        Assert.Equal(next is null, error is not null);
        return error;
    }

    private static byte[] Forge(Func<HeaderFields, HeaderFields> change) =>
        TestForge.Forge(Network, Parent.HeaderState, Pool, Led, change);

    private static Block Decode(byte[] stored) => Block.Decode(stored);
}
