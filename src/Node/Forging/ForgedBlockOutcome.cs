namespace PoolTopology.Node.Forging;

/// <summary>What became of a forged block.</summary>
/// <param name="IsAdopted">It is the tip of our chain.</param>
/// <param name="Reason">Why not, as one sentence; empty when adopted.</param>
public sealed record ForgedBlockOutcome(bool IsAdopted, string Reason)
{
    /// <summary>It is the tip of our chain.</summary>
    public static ForgedBlockOutcome Adopted { get; } = new(true, "");
}
