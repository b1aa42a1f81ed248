namespace PoolTopology.Topology.Intents;

/// <summary>How surely packets pass a firewall.</summary>
public enum Passage
{
    /// <summary>Not one.</summary>
    Never,

    /// <summary>As long as a limit is not reached.</summary>
    Limited,

    /// <summary>Every one.</summary>
    Always,
}
