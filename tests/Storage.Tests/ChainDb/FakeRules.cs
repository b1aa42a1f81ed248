using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.ChainSelection;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Storage.ChainDb;
using PoolTopology.TestKit.Chain;

namespace PoolTopology.Storage.Tests.ChainDb;

/// <summary>Rules for blocks of <see cref="TestBlocks"/>: they must link, and a certificate counter marks invalid ones.</summary>
internal sealed class FakeRules(int securityParameter) : IChainRules
{
    public static readonly BlockError Invalid = new BlockError.TransactionsNotSupported(1);
    public static readonly BlockError DoesNotLink = new BlockError.TransactionsNotSupported(2);

    private static readonly ChainState GenesisState = TestNetwork.Create().Genesis;

    /// <summary>How often a block was validated in full.</summary>
    public int Validations { get; private set; }

    public ChainState Genesis => GenesisState;

    public int SecurityParameter => securityParameter;

    public (ChainState? Next, BlockError? Error) Apply(ChainState state, Block block, ApplyMode mode)
    {
        BlockHeader header = block.Header;
        Validations += mode == ApplyMode.Full ? 1 : 0;
        bool links = state.Tip.IsGenesis
            ? header.PrevHash is null && header.BlockNo.Value == 0
            : header.PrevHash == state.Tip.Point.Hash && header.BlockNo.Value == state.Tip.BlockNo.Value + 1
                && header.Slot > state.Tip.Point.Slot;
        if (block.Era != Era.Conway || !links)
            return (null, DoesNotLink);
        if (header.OperationalCertificate.Counter == TestBlocks.InvalidCounter)
            return (null, Invalid);
        return (state with { HeaderState = state.HeaderState with { Tip = header.Tip } }, null);
    }

    public bool Prefers(BlockHeader? ours, BlockHeader theirs) => ChainOrder.Prefers(ours, theirs);
}
