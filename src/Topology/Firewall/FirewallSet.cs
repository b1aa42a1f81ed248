using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Firewall;

/// <summary>A named set that rules look addresses up in.</summary>
/// <param name="BaseName">Its name without the family.</param>
/// <param name="Family">Which addresses it holds.</param>
/// <param name="Kind">What its elements are.</param>
/// <param name="Elements">The elements as nft writes them, sorted; empty for sets that the kernel fills.</param>
/// <param name="Path">The key of topology.yaml that caused it.</param>
public sealed record FirewallSet(
    string BaseName, IpFamily Family, FirewallSetKind Kind, ValueList<string> Elements, string Path)
{
    /// <summary>The name that rules use.</summary>
    public string Name => BaseName + (Family == IpFamily.V4 ? "4" : "6");
}
