namespace PoolTopology.Orchestrator.Rollout;

/// <summary>What a sample says about a machine.</summary>
internal abstract record HealthVerdict
{
    private HealthVerdict()
    {
    }

    /// <summary>Everything that is expected is there.</summary>
    public sealed record Healthy : HealthVerdict;

    /// <summary>Something is missing that may still come.</summary>
    /// <param name="Sentence">What.</param>
    public sealed record NotYet(string Sentence) : HealthVerdict;

    /// <summary>Waiting does not help.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Hopeless(Failure Failure) : HealthVerdict;
}
