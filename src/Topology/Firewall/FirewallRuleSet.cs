using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Firewall;

/// <summary>Everything that a machine's firewall says: one table, replaced as a whole.</summary>
/// <param name="MachineName">The machine.</param>
/// <param name="Sets">The named sets.</param>
/// <param name="Chains">The chains; where one is absent, the kernel lets everything pass there.</param>
public sealed record FirewallRuleSet(string MachineName, ValueList<FirewallSet> Sets, ValueList<FirewallChain> Chains)
{
    /// <summary>The nftables table that belongs to this program; nothing else is touched.</summary>
    public const string TableName = "pool";

    /// <summary>The named counters, sorted.</summary>
    public IEnumerable<string> Counters => Chains
        .SelectMany(chain => chain.Rules)
        .Select(rule => rule.Counter)
        .OfType<string>()
        .Distinct()
        .Order(StringComparer.Ordinal);

    /// <summary>
    /// The file that <c>nft -f</c> loads in one transaction, replacing an earlier one: the same value gives the same
    /// bytes.
    /// </summary>
    public string Render() => NftRenderer.Render(this);

    /// <summary>What <c>nft -j list ruleset</c> would print after that, without handles and counts.</summary>
    public string RenderListing() => NftListing.Render(this);
}
