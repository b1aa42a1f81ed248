using Xunit;

namespace PoolTopology.Topology.Tests.Firewall;

/// <summary>A fact about the kernel's own firewall: skipped, with a reason, where network namespaces or nft cannot be used.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NamespaceFactAttribute : FactAttribute
{
    public NamespaceFactAttribute() => Skip = NamespaceTools.SkipReason;
}
