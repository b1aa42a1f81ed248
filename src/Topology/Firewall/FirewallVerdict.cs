namespace PoolTopology.Topology.Firewall;

/// <summary>What a rule does with a packet that it matches.</summary>
public enum FirewallVerdict
{
    /// <summary>Lets it pass; no further rule is asked.</summary>
    Accept,

    /// <summary>Loses it without a word.</summary>
    Drop,

    /// <summary>Refuses it with a TCP reset.</summary>
    Reset,

    /// <summary>Writes it to the kernel log and goes on.</summary>
    Log,

    /// <summary>Counts it and goes on.</summary>
    Count,
}
