using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.KernelRules;

/// <summary>Everything that a machine's kernel filters packets by, as <c>nft -j list ruleset</c> tells it. Immutable.</summary>
/// <remarks>
/// Counters and what rules themselves filled into sets are left out: two readings are equal when the rules are.
/// </remarks>
/// <param name="Chains">The chains of all tables, in the order of the listing.</param>
public sealed record KernelRuleSet(ValueList<KernelChain> Chains)
{
    /// <summary>How deep chains may call each other: the kernel refuses more.</summary>
    /// <remarks>Spec: Linux, include/net/netfilter/nf_tables.h, NFT_JUMP_STACK_SIZE.</remarks>
    public const int DeepestCall = 16;

    /// <summary>A machine without rules: everything passes.</summary>
    public static readonly KernelRuleSet None = new([]);

    /// <summary>The chain of this name, or null.</summary>
    public KernelChain? Find(ChainName name) => Chains.FirstOrDefault(chain => chain.Name == name);
}
