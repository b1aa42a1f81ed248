using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Topology.Firewall;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Isolation;

public sealed class FirewallUnionTests
{
    [Fact]
    public void TryCreate_allows_what_either_side_allows()
    {
        FirewallRuleSet before = Vault(SamplePool.Yaml.Replace("# access:", "access:", StringComparison.Ordinal)
            .Replace("#   manage: []", "  manage: [192.0.2.7/32]", StringComparison.Ordinal));
        FirewallRuleSet after = Vault(SamplePool.Yaml.Replace("# access:", "access:", StringComparison.Ordinal)
            .Replace("#   manage: []", "  manage: [192.0.2.8/32]", StringComparison.Ordinal));
        FirewallRuleSet? union = FirewallUnion.TryCreate(before, after);
        Assert.NotNull(union);
        Assert.Equal(["192.0.2.7/32", "192.0.2.8/32"], union.Sets.Single(set => set.Name == "manage4").Elements);
        Assert.Equal(after.Chains, union.Chains);
    }

    [Fact]
    public void TryCreate_other_rules_have_nothing_in_between()
    {
        FirewallRuleSet before = Vault(SamplePool.Yaml);
        FirewallRuleSet after = Vault(SamplePool.Yaml.Replace("port: 3001 # node to node", "port: 3009", StringComparison.Ordinal));
        Assert.Null(FirewallUnion.TryCreate(before, after));
    }

    private static FirewallRuleSet Vault(string yaml) =>
        SamplePool.Read(yaml).Machines.Single(machine => machine.Name == "vault").Firewall;
}
