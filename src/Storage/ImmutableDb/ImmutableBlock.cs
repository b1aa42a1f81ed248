using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.ImmutableDb;

/// <summary>A block as it stands in the ImmutableDB.</summary>
/// <param name="Point">Its place on the chain.</param>
/// <param name="Bytes">CBOR <c>[eraTag, block]</c>, raw from the chunk; checked against its CRC-32.</param>
/// <param name="HeaderOffsetBytes">Where the header starts in the bytes.</param>
/// <param name="HeaderSizeBytes">The header's size.</param>
public readonly record struct ImmutableBlock(
    Point Point, ReadOnlyMemory<byte> Bytes, int HeaderOffsetBytes, int HeaderSizeBytes)
{
    /// <summary>The header, without the block around it.</summary>
    public ReadOnlyMemory<byte> Header => Bytes.Slice(HeaderOffsetBytes, HeaderSizeBytes);
}
