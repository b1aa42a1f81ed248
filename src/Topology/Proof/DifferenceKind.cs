namespace PoolTopology.Topology.Proof;

/// <summary>In which way a firewall is not what the topology wants.</summary>
public enum DifferenceKind
{
    /// <summary>It lets something pass that the topology does not allow.</summary>
    Exposed,

    /// <summary>It ends something that the topology allows.</summary>
    Blocked,

    /// <summary>A limit may end what the topology allows without one.</summary>
    Throttled,

    /// <summary>It lets any amount pass where the topology wants a limit.</summary>
    Unlimited,
}
