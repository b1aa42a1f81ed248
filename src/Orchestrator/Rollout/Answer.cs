namespace PoolTopology.Orchestrator.Rollout;

/// <summary>What came of a command.</summary>
internal abstract record Answer
{
    private Answer()
    {
    }

    /// <summary>The machine got further: to be kept.</summary>
    public sealed record Happened(RolloutEvent Event) : Answer;

    /// <summary>Something was seen, or did not work: not kept.</summary>
    public sealed record Seen(Sighting Sighting) : Answer;
}
