using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Storage.Blocks;

/// <summary>Finds out about a stored block from its bytes alone, which is all that a damaged database still has.</summary>
/// <remarks>Cost: safe from any thread.</remarks>
public interface IBlockParser
{
    /// <summary>Describes the block at the start of the bytes; more may follow it.</summary>
    /// <exception cref="CborException">The bytes do not start with a whole block.</exception>
    BlockSummary Parse(ReadOnlySpan<byte> bytes);

    /// <summary>The block proves itself: its body is the one that its header commits to, and its header is signed.</summary>
    /// <param name="block">Exactly one block.</param>
    /// <param name="summary">What <see cref="Parse"/> returned for it.</param>
    bool IsIntact(ReadOnlySpan<byte> block, BlockSummary summary);
}
