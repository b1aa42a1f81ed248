namespace PoolTopology.Topology.KernelRules;

/// <summary>Where in the kernel a base chain looks at packets.</summary>
public enum KernelHook
{
    /// <summary>Everything that comes in, before it is known where to.</summary>
    Prerouting,

    /// <summary>On the way to a process of the machine.</summary>
    Input,

    /// <summary>On the way through the machine.</summary>
    Forward,

    /// <summary>On the way from a process of the machine.</summary>
    Output,

    /// <summary>Everything that leaves, once it is known where to.</summary>
    Postrouting,
}
