using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.ChainDb;

/// <summary>How far opening has come.</summary>
/// <param name="Phase">What is being done.</param>
/// <param name="Reached">The last block that was applied.</param>
/// <param name="Target">The block that the phase ends with.</param>
/// <param name="BlocksApplied">How many blocks this phase has applied.</param>
public sealed record ReplayProgress(ReplayPhase Phase, Tip Reached, Tip Target, long BlocksApplied);
