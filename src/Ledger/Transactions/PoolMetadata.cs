namespace PoolTopology.Ledger.Transactions;

/// <summary>Where a pool describes itself.</summary>
/// <remarks>Shape: <c>[url, bytes]</c>; the hash of any length, which a rule bounds.</remarks>
public sealed record PoolMetadata(string Url, ReadOnlyMemory<byte> Hash)
{
    /// <summary>Same address and bytes.</summary>
    public bool Equals(PoolMetadata? other) =>
        other is not null && Url == other.Url && Hash.Span.SequenceEqual(other.Hash.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Url);
        hash.AddBytes(Hash.Span);
        return hash.ToHashCode();
    }
}
