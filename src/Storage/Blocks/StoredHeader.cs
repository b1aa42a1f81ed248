using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.Blocks;

/// <summary>A header read from storage, as chain-sync sends it.</summary>
/// <param name="Point">The block's place on the chain.</param>
/// <param name="EraTag">0 Byron boundary, 1 Byron, 2 Shelley … 7 Conway.</param>
/// <param name="Bytes">The header's CBOR as it stands in the block.</param>
/// <param name="BlockSizeBytes">The size of the stored block.</param>
public sealed record StoredHeader(Point Point, byte EraTag, ReadOnlyMemory<byte> Bytes, int BlockSizeBytes);
