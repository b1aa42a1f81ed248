using PoolTopology.Topology.Firewall;

namespace PoolTopology.Orchestrator.Isolation;

/// <summary>The rule set between two rule sets: it allows what either allows. Pure.</summary>
/// <remarks>
/// Rules look addresses up in named sets, and a change of peers changes the sets' elements alone: the union of the
/// elements under the same rules is the union of what is allowed.
/// </remarks>
internal static class FirewallUnion
{
    /// <summary>The union, for two rule sets of one machine with equal chains.</summary>
    /// <returns>Null where the rules themselves differ: then there is no rule set in between.</returns>
    public static FirewallRuleSet? TryCreate(FirewallRuleSet current, FirewallRuleSet wanted)
    {
        if (!current.Chains.Equals(wanted.Chains) || !Names(current).SequenceEqual(Names(wanted)))
            return null;
        return wanted with { Sets = [.. current.Sets.Zip(wanted.Sets, Join)] };
    }

    private static IEnumerable<string> Names(FirewallRuleSet rules) => rules.Sets.Select(set => set.Name);

    private static FirewallSet Join(FirewallSet current, FirewallSet wanted) => wanted with
    {
        Elements = [.. current.Elements.Union(wanted.Elements).Order(StringComparer.Ordinal)],
    };
}
