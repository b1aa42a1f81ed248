namespace PoolTopology.Topology.KernelRules;

/// <summary>What makes a chain one that the kernel itself asks.</summary>
/// <param name="Hook">Where.</param>
/// <param name="Priority">Chains at one hook are asked in the order of this number, least first.</param>
/// <param name="IsOpen">Whether a packet that no rule decides passes.</param>
public sealed record BaseChain(KernelHook Hook, int Priority, bool IsOpen);
