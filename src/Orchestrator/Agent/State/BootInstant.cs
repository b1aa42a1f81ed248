namespace PoolTopology.Orchestrator.Agent.State;

/// <summary>An instant that no change of the wall clock moves: seconds since one particular start of the machine.</summary>
/// <param name="BootId">Which start, as the kernel names it.</param>
/// <param name="UptimeSeconds">Seconds since then, time asleep included.</param>
internal sealed record BootInstant(string BootId, double UptimeSeconds)
{
    /// <summary>A later instant of the same start.</summary>
    public BootInstant After(TimeSpan span) => this with { UptimeSeconds = UptimeSeconds + span.TotalSeconds };

    /// <summary>Whether this instant lies in the past; every instant of an earlier start does.</summary>
    public bool HasPassed(BootInstant now) => now.BootId != BootId || now.UptimeSeconds >= UptimeSeconds;
}
