using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Verification;

/// <summary>A block's place in a verification.</summary>
/// <param name="Index">How many blocks were before it.</param>
/// <param name="Parent">The block before it.</param>
/// <param name="Point">Its slot and hash, as its bytes say or else the index; null where neither does.</param>
/// <param name="BlockNo">Its height; null where its bytes cannot say.</param>
/// <param name="Before">What was counted in the blocks before it.</param>
internal sealed record BlockMark(long Index, Tip Parent, Point? Point, BlockNo? BlockNo, VerificationCounts Before);
