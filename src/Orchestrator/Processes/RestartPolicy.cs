namespace PoolTopology.Orchestrator.Processes;

/// <summary>When a process that died is started again.</summary>
/// <param name="FirstDelay">Before the first restart; doubles, with jitter, from one to the next.</param>
/// <param name="LongestDelay">No restart waits longer.</param>
/// <param name="StableAfter">A process that ran this long was well: the delays begin anew.</param>
internal sealed record RestartPolicy(TimeSpan FirstDelay, TimeSpan LongestDelay, TimeSpan StableAfter)
{
    /// <summary>A node that dies comes back within half a second; one that keeps dying costs little.</summary>
    public static readonly RestartPolicy Default =
        new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));

    // The usual exit codes for a command line or a configuration that cannot work (sysexits.h: EX_USAGE, EX_CONFIG).
    private const int Usage = 64;
    private const int Configuration = 78;

    /// <summary>Whether another start could end differently.</summary>
    public static bool IsHopeless(int exitCode) => exitCode is Usage or Configuration;
}
