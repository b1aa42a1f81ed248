using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Verification;

/// <summary>This program failed over a block that it should have taken or refused: nothing is known of it.</summary>
/// <param name="at">The block; null when the failure was not in the rules of state.</param>
/// <param name="cause">What failed.</param>
internal sealed class VerificationDefectException(Point? at, Exception cause)
    : Exception($"this program failed{(at is Point point ? $" over block {point}" : "")}: {cause.Message}", cause);
