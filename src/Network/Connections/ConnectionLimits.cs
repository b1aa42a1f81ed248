namespace PoolTopology.Network.Connections;

/// <summary>The times of connections.</summary>
internal static class ConnectionLimits
{
    /// <summary>How long a connection stays on which the peer runs no protocol and we none.</summary>
    /// <remarks>Spec: network-spec, "Time and size limits", section "Timeouts", July 2026.</remarks>
    public static readonly TimeSpan InboundIdle = TimeSpan.FromSeconds(5);

    /// <summary>How long the peer may keep us from ending a protocol.</summary>
    /// <remarks>Spec: deactivateTimeout, Cardano/Network/Diffusion/Policies.hs, July 2026.</remarks>
    public static readonly TimeSpan Demotion = TimeSpan.FromSeconds(300);

    /// <summary>How long dialling may take.</summary>
    public static readonly TimeSpan Dial = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for a connection that the kernel has and the accept loop has not seen yet.</summary>
    public static readonly TimeSpan CrossedDial = TimeSpan.FromMilliseconds(500);

    /// <summary>The pause after a failed accept.</summary>
    public static readonly TimeSpan AcceptRetry = TimeSpan.FromMilliseconds(500);
}
