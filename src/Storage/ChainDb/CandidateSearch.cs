using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.VolatileDb;

namespace PoolTopology.Storage.ChainDb;

/// <summary>Finds the chains that stored blocks form with the current one.</summary>
/// <remarks>Invariant: a candidate holds no block that is known to be invalid, and is as long as stored blocks allow.</remarks>
internal sealed class CandidateSearch(VolatileDatabase stored, InvalidBlocks invalid)
{
    /// <summary>The chains through a block, or none when the path from it to the current chain has a gap.</summary>
    public List<CandidateChain> Through(BlockSummary block, ChainFragment current)
    {
        List<Hash32> path = [];
        for (BlockSummary? at = block; at is not null; at = stored.Find(at.PrevHash!.Value))
        {
            if (invalid.Contains(at.Hash) || path.Count > stored.Count)
                return [];
            path.Add(at.Hash);
            if (KeptCountBefore(at, current) is >= 0 and int kept)
            {
                path.Reverse();
                return Extend(kept, path);
            }
            if (at.PrevHash is null)
                return [];
        }
        return [];
    }

    /// <summary>The chains that start right behind the current one's tip.</summary>
    public List<CandidateChain> BehindTip(ChainFragment current)
    {
        Tip tip = current.TipState.Tip;
        return Extend(current.Count, [], tip.IsGenesis ? null : tip.Point.Hash);
    }

    /// <summary>How many blocks stay when the chain goes on with a block whose parent is on it; -1 when it is not.</summary>
    public static int KeptCountBefore(BlockSummary block, ChainFragment current)
    {
        Tip anchor = current.AnchorState.Tip;
        if (anchor.IsGenesis ? block.PrevHash is null : block.PrevHash == anchor.Point.Hash)
            return 0;
        // Heights have no gaps, so the height names the only place where the parent can be.
        ulong first = current.Count == 0 ? 0 : current[0].Header.BlockNo.Value;
        if (current.Count == 0 || block.BlockNo.Value <= first || block.BlockNo.Value - first > (ulong)current.Count)
            return -1;
        int parent = (int)(block.BlockNo.Value - first) - 1;
        return current[parent].Header.Hash == block.PrevHash ? parent + 1 : -1;
    }

    private List<CandidateChain> Extend(int keptCount, List<Hash32> path) => Extend(keptCount, path, path[^1]);

    /// <summary>Every longest way on from the end of a path, depth first, in order of hashes.</summary>
    private List<CandidateChain> Extend(int keptCount, List<Hash32> path, Hash32? end)
    {
        List<CandidateChain> found = [];
        Stack<(Hash32? Hash, int Length)> open = new();
        open.Push((end, path.Count));
        List<Hash32> way = [.. path];
        while (open.TryPop(out (Hash32? Hash, int Length) at))
        {
            if (at.Length > path.Count)
            {
                way.RemoveRange(at.Length - 1, way.Count - at.Length + 1);
                way.Add(at.Hash!.Value); // Only the start of the search may be genesis.
            }
            bool isLast = true;
            foreach (Hash32 next in stored.SuccessorsOf(at.Hash).Reverse())
            {
                if (invalid.Contains(next))
                    continue;
                isLast = false;
                open.Push((next, at.Length + 1));
            }
            if (isLast && at.Length > 0)
                found.Add(new CandidateChain(keptCount, [.. way]));
        }
        return found;
    }
}
