using PoolTopology.Rpc.Node.V1;

namespace PoolTopology.Orchestrator.Observed;

/// <summary>Whether two nodes' tips belong to one chain that is merely on its way. Pure.</summary>
/// <remarks>
/// Normal lag: a node may miss the last <see cref="NormalLagBlocks"/> blocks of the highest tip, because a block may be
/// between two nodes when both are asked. Below that, and on another chain at any height, tips disagree.
/// </remarks>
internal static class TipAgreement
{
    /// <summary>Blocks that may be under way.</summary>
    public const ulong NormalLagBlocks = 2;

    /// <summary>The highest tip that any node reported, or null where none has one.</summary>
    public static Tip? Highest(PoolState state) =>
        state.Nodes.Select(TipOf).Where(tip => tip is not null).MaxBy(tip => tip!.BlockNo);

    /// <summary>The tip that a node reported last, or null where it has none.</summary>
    public static Tip? TipOf(NodeState node) => node.Status?.Tip is { HasSlot: true } tip ? tip : null;

    /// <summary>What keeps a node's tip from agreeing with the highest one; null where it agrees.</summary>
    public static Shortcoming? Check(PoolState state, NodeState node, Tip highest)
    {
        if (TipOf(node) is not { } tip)
            return new Shortcoming.NoTip(node.Name);
        if (tip.BlockNo + NormalLagBlocks < highest.BlockNo)
            return new Shortcoming.TipBehind(node.Name, tip.BlockNo, highest.BlockNo);
        return IsOnChainOf(state, highest, tip) ? null : new Shortcoming.OtherChain(node.Name, tip.BlockNo, tip.Hash);
    }

    // Evidence against is needed: a block at the same height with another hash that a node with the highest tip took.
    private static bool IsOnChainOf(PoolState state, Tip highest, Tip tip)
    {
        if (tip.Hash == highest.Hash)
            return true;
        if (tip.BlockNo == highest.BlockNo)
            return false;
        HashSet<string> leaders = [.. state.Nodes.Where(node => TipOf(node)?.Hash == highest.Hash).Select(node => node.Name)];
        BlockRecord[] sameHeight = [.. state.Evidence.Blocks.Values.Where(block =>
            block.BlockNo == tip.BlockNo && block.DelaysMs.Keys.Any(leaders.Contains))];
        return sameHeight.Length == 0 || sameHeight.Any(block => block.Hash == tip.Hash);
    }
}
