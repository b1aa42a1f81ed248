namespace PoolTopology.Topology.Firewall;

/// <summary>What one stranger may do to a relay's node port.</summary>
/// <remarks>
/// A node keeps one connection to a relay. Several nodes behind one address translation are still served; a flood from
/// one address is not. Members of the pool are exempt.
/// </remarks>
public static class SourceLimits
{
    /// <summary>New connections that one source may open per minute.</summary>
    public const int NewPerMinute = 60;

    /// <summary>New connections that one source may open at once before the rate counts.</summary>
    public const int Burst = 60;

    /// <summary>Connections that one source may hold.</summary>
    public const int Connections = 10;

    /// <summary>Sources that are watched at the same time; further ones are not limited.</summary>
    public const int WatchedSources = 65_535;

    /// <summary>How long a source is remembered after its last new connection.</summary>
    /// <remarks>Units: minutes.</remarks>
    public const int MemoryMinutes = 10;
}
