namespace PoolTopology.EndToEnd.Wire;

/// <summary>A block of a node's chain, read from its header. Hashes in lower-case hexadecimal.</summary>
internal sealed record ChainBlock(ulong BlockNo, ulong Slot, string Hash, string? PrevHash);
