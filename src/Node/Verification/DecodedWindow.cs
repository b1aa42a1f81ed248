using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Storage.Inspection;

namespace PoolTopology.Node.Verification;

/// <summary>The blocks of a window as far as they could be decoded.</summary>
/// <param name="Blocks">The blocks before the first one that could not.</param>
/// <param name="Findings">Where the index says something else than the blocks; each with the block's number here.</param>
/// <param name="Damage">What is wrong with the place of the first block that is not among them; or null.</param>
/// <param name="Malformed">What is wrong with the bytes of that block; or null.</param>
internal sealed record DecodedWindow(
    IReadOnlyList<Block> Blocks,
    IReadOnlyList<(int Number, StorageFinding Finding)> Findings,
    StorageFinding? Damage,
    CborException? Malformed)
{
    /// <summary>A window that brings no block.</summary>
    public static DecodedWindow Empty { get; } = new([], [], null, null);
}
