using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.ChainSelection;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Storage.ChainDb;
using PoolTopology.TestKit.Chain;

namespace PoolTopology.Storage.Tests.ChainDb;

/// <summary>Rules for blocks of <see cref="TestBlocks"/>: they must link, and a certificate counter marks invalid ones.</summary>
internal sealed class FakeRules(int securityParameter) : IChainRules, IBlockProver
{
    public static readonly BlockError Invalid = new BlockError.TransactionsNotSupported(1);
    public static readonly BlockError Unprovable = new BlockError.InvalidWitness(0, 0);
    public static readonly BlockError DoesNotLink = new BlockError.TransactionsNotSupported(2);

    private static readonly ChainState GenesisState = TestNetwork.Create().Genesis;

    /// <summary>How often a block was validated in full.</summary>
    public int Validations { get; private set; }

    public ChainState Genesis => GenesisState;

    public int SecurityParameter => securityParameter;

    public (ChainState? Next, BlockError? Error) Reapply(ChainState state, Block block)
    {
        BlockHeader header = block.Header;
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

    public (ChainState? Next, BlockObligations? Owed, BlockError? Error) ApplyUnproven(ChainState state, Block block)
    {
        Validations++;
        (ChainState? next, BlockError? error) = Reapply(state, block);
        return next is null
            ? (null, null, error)
            : (next, new BlockObligations(new HeaderObligation(block.Header, Nonce.Neutral, 0), []), null);
    }

    /// <summary>Proves nothing but what <see cref="TestBlocks.UnprovableCounter"/> says.</summary>
    public (int Number, BlockError Error)? FindUnproven(IReadOnlyList<BlockObligations> owed)
    {
        for (int i = 0; i < owed.Count; i++)
        {
            if (owed[i].Header.Header.OperationalCertificate.Counter == TestBlocks.UnprovableCounter)
                return (i, Unprovable);
        }
        return null;
    }

    public bool Prefers(BlockHeader? ours, BlockHeader theirs) => ChainOrder.Prefers(ours, theirs);
}
