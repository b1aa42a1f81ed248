namespace PoolTopology.Orchestrator.Plan;

/// <summary>What a node must show to count as healthy; never more than it showed before, but for the end of a rollout.</summary>
/// <param name="Runs">Its service is active, and has not restarted by itself.</param>
/// <param name="Answers">It answers over its gRPC endpoint.</param>
/// <param name="FollowsTip">Its tip is near the clock's slot and moves.</param>
/// <param name="HasPeers">It has an established connection with a node that it follows.</param>
/// <param name="SeesProducer">A relay: the producer's connection stands. A producer: a relay's connection stands.</param>
/// <param name="Forges">Keys are loaded and valid, and leadership is being checked.</param>
/// <param name="MustNotForge">A standby: no keys are in use.</param>
internal sealed record HealthExpectation(
    bool Runs, bool Answers, bool FollowsTip, bool HasPeers, bool SeesProducer, bool Forges, bool MustNotForge);
