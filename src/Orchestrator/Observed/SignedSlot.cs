namespace PoolTopology.Orchestrator.Observed;

/// <summary>A slot and who signed in it.</summary>
internal readonly record struct SignedSlot(ulong Slot, string Issuer) : IComparable<SignedSlot>
{
    /// <inheritdoc/>
    public int CompareTo(SignedSlot other)
    {
        int bySlot = Slot.CompareTo(other.Slot);
        return bySlot != 0 ? bySlot : string.CompareOrdinal(Issuer, other.Issuer);
    }
}
