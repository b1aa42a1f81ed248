namespace PoolTopology.Ledger.Transactions;

/// <summary>Where a pool describes itself.</summary>
/// <remarks>Shape: <c>[url, bytes]</c>; the hash of any length, which a rule bounds.</remarks>
public sealed record PoolMetadata(string Url, ReadOnlyMemory<byte> Hash);
