using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Verification;

/// <summary>How far a verification has come.</summary>
/// <param name="Blocks">Blocks that keep every rule of state.</param>
/// <param name="Tip">The last of them.</param>
/// <param name="ReadBytes">Bytes of chunks read.</param>
/// <param name="TotalBytes">Bytes of all chunks.</param>
public readonly record struct VerificationProgress(long Blocks, Tip Tip, long ReadBytes, long TotalBytes);
