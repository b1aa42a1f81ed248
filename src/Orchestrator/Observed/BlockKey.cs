namespace PoolTopology.Orchestrator.Observed;

/// <summary>A block's place in the evidence: by slot, then issuer, then hash.</summary>
internal readonly record struct BlockKey(ulong Slot, string Issuer, string Hash) : IComparable<BlockKey>
{
    /// <inheritdoc/>
    public int CompareTo(BlockKey other)
    {
        int bySlot = Slot.CompareTo(other.Slot);
        if (bySlot != 0)
            return bySlot;
        int byIssuer = string.CompareOrdinal(Issuer, other.Issuer);
        return byIssuer != 0 ? byIssuer : string.CompareOrdinal(Hash, other.Hash);
    }
}
