namespace PoolTopology.Orchestrator.Plan;

/// <summary>A machine of the topology that a plan says nothing about: it stays as it is, and a later plan sees it again.</summary>
/// <param name="Machine">Which.</param>
/// <param name="Reason">Why it could not be looked at; empty where an operator left it out.</param>
internal sealed record LeftMachine(string Machine, string Reason)
{
    /// <summary>An operator named it: the others may be changed without it.</summary>
    public bool IsChosen => Reason.Length == 0;
}
