using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Verification;

/// <summary>A block's place in a verification.</summary>
/// <param name="Index">How many blocks were before it.</param>
/// <param name="Tip">Its slot, hash and height, as its bytes say; null where they say nothing.</param>
/// <param name="Before">What was counted in the blocks before it.</param>
internal sealed record BlockMark(long Index, Tip? Tip, VerificationCounts Before);
