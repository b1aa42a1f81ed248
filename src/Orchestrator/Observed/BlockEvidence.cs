using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Observed;

/// <summary>The blocks that nodes spoke of, ordered by slot: the evidence for counts, propagation and double signing.</summary>
/// <remarks>
/// Immutable. Holds at most <see cref="Capacity"/> blocks: the one of the lowest slot leaves first, so reports about a
/// long past (a node that catches up) never push recent evidence out. Slots found to be signed twice stay for good.
/// </remarks>
internal sealed record BlockEvidence
{
    /// <summary>Blocks kept; on the devnet's defaults about two hours.</summary>
    public const int Capacity = 4096;

    /// <summary>Double-signed slots named one by one; any more are only counted as found.</summary>
    public const int DoubleSignedCapacity = 1024;

    /// <summary>Nothing seen yet.</summary>
    public static readonly BlockEvidence Empty = new();

    private BlockEvidence()
    {
    }

    /// <summary>The blocks kept, by slot, then issuer, then hash.</summary>
    public ImmutableSortedDictionary<BlockKey, BlockRecord> Blocks { get; private init; } =
        ImmutableSortedDictionary<BlockKey, BlockRecord>.Empty;

    /// <summary>(issuer, slot) pairs for which two different blocks were seen.</summary>
    public ImmutableSortedSet<SignedSlot> DoubleSignedSlots { get; private init; } = [];

    /// <summary>The evidence with one more report.</summary>
    /// <param name="seen">The block; reports of the same block are joined.</param>
    /// <param name="conflict">Another block of the same issuer and slot, when this report is the first proof of it.</param>
    public BlockEvidence With(BlockRecord seen, out BlockRecord? conflict)
    {
        conflict = null;
        BlockKey key = new(seen.Slot, seen.Issuer, seen.Hash);
        if (Blocks.TryGetValue(key, out BlockRecord? known))
            return this with { Blocks = Blocks.SetItem(key, Join(known, seen)) };

        SignedSlot signed = new(seen.Slot, seen.Issuer);
        BlockRecord? other = OtherBlock(signed);
        ImmutableSortedSet<SignedSlot> doubles = DoubleSignedSlots;
        if (other is not null && !doubles.Contains(signed))
        {
            conflict = other;
            if (doubles.Count < DoubleSignedCapacity)
                doubles = doubles.Add(signed);
        }

        ImmutableSortedDictionary<BlockKey, BlockRecord> blocks = Blocks.Add(key, seen);
        if (blocks.Count > Capacity)
            blocks = blocks.Remove(blocks.Keys.First());
        return this with { Blocks = blocks, DoubleSignedSlots = doubles };
    }

    /// <summary>The evidence with double-signed slots that another source proves.</summary>
    public BlockEvidence WithDoubleSigned(IEnumerable<SignedSlot> proven) =>
        this with { DoubleSignedSlots = DoubleSignedSlots.Union(proven) };

    private BlockRecord? OtherBlock(SignedSlot signed)
    {
        // Keys are ordered by slot first, so the blocks of one slot are neighbours.
        foreach ((BlockKey key, BlockRecord record) in Blocks.Reverse())
        {
            if (key.Slot < signed.Slot)
                break;
            if (key.Slot == signed.Slot && key.Issuer == signed.Issuer)
                return record;
        }

        return null;
    }

    private static BlockRecord Join(BlockRecord known, BlockRecord seen)
    {
        ImmutableSortedDictionary<string, double> delays = known.DelaysMs;
        foreach ((string node, double delay) in seen.DelaysMs)
        {
            // A node that rolled back and returns, or restarted, adopts again: the first time is the propagation.
            if (!delays.ContainsKey(node))
                delays = delays.Add(node, delay);
        }

        return known with { ForgedBy = known.ForgedBy ?? seen.ForgedBy, DelaysMs = delays };
    }
}
