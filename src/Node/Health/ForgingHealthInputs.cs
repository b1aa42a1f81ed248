namespace PoolTopology.Node.Health;

/// <summary>What a verdict on <c>forging</c> rests on.</summary>
/// <param name="Obstacle">Why no block can be forged now, as one sentence; null when one can.</param>
/// <param name="LastLeadershipCheckAt">When the last slot was checked; null before the first.</param>
public sealed record ForgingHealthInputs(string? Obstacle, DateTimeOffset? LastLeadershipCheckAt);
