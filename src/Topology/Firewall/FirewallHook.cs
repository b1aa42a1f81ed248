namespace PoolTopology.Topology.Firewall;

/// <summary>Where in the kernel a chain looks at packets.</summary>
public enum FirewallHook
{
    /// <summary>On the way to a process of the machine.</summary>
    Input,

    /// <summary>On the way from a process of the machine.</summary>
    Output,

    /// <summary>On the way through the machine.</summary>
    Forward,
}
