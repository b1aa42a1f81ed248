using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.KernelRules;

/// <summary>A chain of rules.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Base">Where the kernel asks it, or null where only other rules do.</param>
/// <param name="Rules">In order.</param>
public sealed record KernelChain(ChainName Name, BaseChain? Base, ValueList<KernelRule> Rules);
