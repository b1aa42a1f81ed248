namespace PoolTopology.Orchestrator.Agent.State;

/// <summary>Who may change this machine, as the machine remembers it.</summary>
/// <param name="Holder">One operation of one person.</param>
/// <param name="Token">The fence token that was granted with it.</param>
/// <param name="Reason">For people.</param>
/// <param name="IsManual">Taken by a person; never runs out.</param>
/// <param name="TtlSeconds">How long it lasts after it was taken or renewed.</param>
/// <param name="RunsOut">When it runs out.</param>
/// <param name="TakenUnixSeconds">When it was taken by the machine's wall clock; for people only.</param>
internal sealed record LockRecord(
    string Holder,
    long Token,
    string Reason,
    bool IsManual,
    int TtlSeconds,
    BootInstant RunsOut,
    long TakenUnixSeconds)
{
    /// <summary>How long it still lasts; zero where it has run out.</summary>
    /// <remarks>Units: time since the machine's start. After a restart the whole time counts again, from the start.</remarks>
    public TimeSpan Left(BootInstant now)
    {
        double endsAt = now.BootId == RunsOut.BootId ? RunsOut.UptimeSeconds : TtlSeconds;
        return TimeSpan.FromSeconds(Math.Max(0, endsAt - now.UptimeSeconds));
    }

    /// <summary>It keeps others out.</summary>
    public bool IsLive(BootInstant now) => IsManual || Left(now) > TimeSpan.Zero;
}
