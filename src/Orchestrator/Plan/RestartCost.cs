namespace PoolTopology.Orchestrator.Plan;

/// <summary>How long a node is away when it restarts.</summary>
/// <remarks>Units: seconds, from the stop until it follows the chain again.</remarks>
/// <param name="LeastSeconds">When all goes well.</param>
/// <param name="MostSeconds">What must be allowed for; a producer needs a window of this length.</param>
internal sealed record RestartCost(int LeastSeconds, int MostSeconds)
{
    /// <summary>Nothing is interrupted.</summary>
    public static readonly RestartCost None = new(0, 0);
}
