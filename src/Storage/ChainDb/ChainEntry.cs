using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Files;

namespace PoolTopology.Storage.ChainDb;

/// <summary>A block of the current chain that may still be rolled back, with the state after it.</summary>
/// <param name="Header">Over bytes of its own: keeping it does not keep the block in memory.</param>
/// <param name="State">The state after the block.</param>
/// <param name="BlockSizeBytes">The stored block's size.</param>
/// <param name="Crc">CRC-32 of the bytes that were validated: what is copied later must be the same.</param>
internal sealed record ChainEntry(BlockHeader Header, ChainState State, int BlockSizeBytes, uint Crc)
{
    /// <summary>The block's point.</summary>
    public Point Point => Header.Point;

    /// <summary>The entry of a validated block.</summary>
    public static ChainEntry Of(Block block, ChainState state) => new(
        BlockHeader.Decode(block.Era, block.Header.Bytes.ToArray()),
        state,
        block.StoredBytes.Length,
        Crc32.Of(block.StoredBytes.Span));
}
