using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Types;

namespace PoolTopology.Storage.ChainDb;

/// <summary>Blocks that follow the tip one behind the other, validated together.</summary>
/// <param name="Entries">The valid ones from the first on.</param>
/// <param name="Blocks">The same blocks.</param>
/// <param name="Refused">The reason why the block behind them is invalid; null where the run ends for another reason.</param>
internal sealed record TipRun(List<ChainEntry> Entries, List<Block> Blocks, BlockError? Refused)
{
    /// <summary>
    /// Takes blocks as long as each follows the one before and is accepted; the cryptography of all of them is done at
    /// once.
    /// </summary>
    /// <param name="tip">The state that the first must follow.</param>
    /// <param name="blocks">The blocks, in the order in which they came.</param>
    /// <param name="first">The number of the first one to look at.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="prover">Who does the cryptography.</param>
    /// <param name="isPlain">Says of a block that nothing is known of it and nothing waits for it.</param>
    public static TipRun Of(
        ChainState tip, IReadOnlyList<Block> blocks, int first, IChainRules rules, IBlockProver prover,
        Predicate<Block> isPlain)
    {
        List<ChainState> states = [];
        List<BlockObligations> owed = [];
        List<Block> taken = [];
        BlockError? refused = null;
        ChainState state = tip;
        for (int i = first; i < blocks.Count && Follows(blocks[i], state) && isPlain(blocks[i]); i++)
        {
            (ChainState? next, BlockObligations? unproven, refused) = rules.ApplyUnproven(state, blocks[i]);
            if (next is null)
                break;
            states.Add(next);
            owed.Add(unproven!); // There where the state is.
            taken.Add(blocks[i]);
            state = next;
        }
        if (owed.Count > 0 && prover.FindUnproven(owed) is (int number, BlockError error))
        {
            refused = error;
            taken.RemoveRange(number, taken.Count - number);
        }
        return new TipRun([.. taken.Select((block, i) => ChainEntry.Of(block, states[i]))], taken, refused);
    }

    private static bool Follows(Block block, ChainState state) =>
        state.Tip.IsGenesis ? block.Header.PrevHash is null : block.Header.PrevHash == state.Tip.Point.Hash;
}
