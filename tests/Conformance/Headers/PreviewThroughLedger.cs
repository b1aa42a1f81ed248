using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Types;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Conformance.Headers;

/// <summary>
/// chain-preview from genesis with nothing given: stake, parameters and eras come from the ledger, and every block must
/// keep every rule.
/// </summary>
public class PreviewThroughLedger
{
    private const int BatchSize = 500;

    [VectorFact]
    public void Every_block_is_valid()
    {
        ConsensusConfig config = Networks.Config("preview");
        BlockRules rules = new(config);
        ChainState state = ChainState.Genesis(config);
        List<BlockObligations> owed = [];
        int count = 0, unevaluated = 0;
        foreach (Block block in PreviewChain.Blocks())
        {
            (ChainState? next, BlockObligations? left, BlockError? error) = rules.ApplyUnproven(state, block);
            Assert.True(error is null, $"{block.Point}: {error}");
            state = next!;
            owed.Add(left!);
            unevaluated += left!.Unevaluated.Transactions;
            count++;
            if (owed.Count < BatchSize)
                continue;
            Assert.Null(BlockObligations.CheckMany(owed.ToArray()));
            owed.Clear();
        }
        Assert.Null(BlockObligations.CheckMany(owed.ToArray()));
        Assert.True(count > 41_000 && unevaluated > 0, $"{count} blocks, {unevaluated} with scripts");
    }
}
