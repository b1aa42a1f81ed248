using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.ChainDb;

/// <summary>The newest part of the current chain: the blocks behind the anchor, oldest first.</summary>
/// <remarks>
/// Immutable to its readers. Extending shares the array and writes only behind what any fragment before it can see,
/// so one more block costs one small object and not a copy.
/// </remarks>
internal sealed class ChainFragment
{
    private readonly Storage _storage;
    private readonly int _start;

    private ChainFragment(ChainState anchorState, BlockHeader? anchorHeader, Storage storage, int start, int count)
    {
        AnchorState = anchorState;
        AnchorHeader = anchorHeader;
        _storage = storage;
        _start = start;
        Count = count;
    }

    /// <summary>The state at the block that no rollback goes beyond.</summary>
    public ChainState AnchorState { get; }

    /// <summary>That block's header; null for genesis.</summary>
    public BlockHeader? AnchorHeader { get; }

    /// <summary>How many blocks are behind the anchor.</summary>
    public int Count { get; }

    /// <summary>A block, counted from the one behind the anchor.</summary>
    public ChainEntry this[int i] => _storage.Entries[_start + i];

    /// <summary>The state at the tip.</summary>
    public ChainState TipState => Count == 0 ? AnchorState : this[Count - 1].State;

    /// <summary>The header at the tip; null for genesis.</summary>
    public BlockHeader? TipHeader => Count == 0 ? AnchorHeader : this[Count - 1].Header;

    /// <summary>The point of the anchor.</summary>
    public Point Anchor => AnchorState.Tip.Point;

    /// <summary>A chain that ends at its anchor.</summary>
    public static ChainFragment At(ChainState anchorState, BlockHeader? anchorHeader) =>
        new(anchorState, anchorHeader, new Storage(16), 0, 0);

    /// <summary>The number of a block that is behind the anchor, or -1.</summary>
    public int IndexOf(Point point)
    {
        if (point.IsOrigin)
            return -1;
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (this[middle].Header.Slot < point.Slot)
                low = middle + 1;
            else
                high = middle;
        }
        return low < Count && this[low].Point == point ? low : -1;
    }

    /// <summary>How many blocks are kept when the chain is rolled back to a point; -1 when that is not in reach.</summary>
    public int CountThrough(Point point) => point == Anchor ? 0 : IndexOf(point) is >= 0 and int at ? at + 1 : -1;

    /// <summary>The state at the anchor or a block behind it; null for any other point.</summary>
    public ChainState? StateAt(Point point) => CountThrough(point) switch
    {
        < 0 => null,
        0 => AnchorState,
        int count => this[count - 1].State,
    };

    /// <summary>The chain with its newest blocks replaced.</summary>
    /// <param name="keptCount">How many of the present blocks stay.</param>
    /// <param name="added">The blocks that follow.</param>
    public ChainFragment Switch(int keptCount, IReadOnlyList<ChainEntry> added)
    {
        Invariant.Require(keptCount >= 0 && keptCount <= Count, "a fragment keeps blocks that it has");
        Storage storage = _storage;
        int start = _start;
        int end = start + keptCount;
        if (storage.Used != end || end + added.Count > storage.Entries.Length)
        {
            storage = new Storage(Math.Max(16, 2 * (keptCount + added.Count)));
            Array.Copy(_storage.Entries, start, storage.Entries, 0, keptCount);
            (start, end) = (0, keptCount);
        }
        foreach (ChainEntry entry in added)
            storage.Entries[end++] = entry;
        storage.Used = end;
        return new ChainFragment(AnchorState, AnchorHeader, storage, start, keptCount + added.Count);
    }

    /// <summary>The chain with its anchor moved forward over its oldest blocks.</summary>
    public ChainFragment MoveAnchor(int blocks)
    {
        if (blocks == 0)
            return this;
        ChainEntry anchor = this[blocks - 1];
        return new ChainFragment(anchor.State, anchor.Header, _storage, _start + blocks, Count - blocks);
    }

    /// <summary>An array and how much of it some fragment can see.</summary>
    private sealed class Storage(int capacity)
    {
        public ChainEntry[] Entries { get; } = new ChainEntry[capacity];

        public int Used { get; set; }
    }
}
