namespace PoolTopology.EndToEnd.Support;

/// <summary>How long anything may take on a busy machine. Tests wait for what happens, never for these.</summary>
internal static class Limits
{
    /// <summary>One command that asks a running pool.</summary>
    public static readonly TimeSpan Command = TimeSpan.FromSeconds(90);

    /// <summary>One thing that a running pool is expected to do.</summary>
    public static readonly TimeSpan Event = TimeSpan.FromSeconds(120);

    /// <summary>The orderly end of a run.</summary>
    public static readonly TimeSpan Stop = TimeSpan.FromSeconds(60);
}
