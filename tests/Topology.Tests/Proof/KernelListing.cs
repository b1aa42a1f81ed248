using PoolTopology.Topology.KernelRules;
using PoolTopology.Topology.Tests.Firewall;
using Xunit;

namespace PoolTopology.Topology.Tests.Proof;

/// <summary>What the kernel of a fresh network namespace says about rules after loading them.</summary>
internal static class KernelListing
{
    /// <summary>Loads nft's text and lists it as JSON, in a namespace that is gone afterwards.</summary>
    public static string OfText(string rules) =>
        NamespaceTools.Run("unshare", rules, "-n", "sh", "-c", "nft -f - && nft -j list ruleset");

    public static KernelRuleSet Read(string json)
    {
        KernelRuleSetResult result = KernelRuleSetReader.Read(json);
        Assert.True(result.Rules is not null, string.Join('\n', result.Errors));
        return result.Rules;
    }
}
