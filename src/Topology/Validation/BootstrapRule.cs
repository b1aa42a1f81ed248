using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>A relay of a public network needs a way into it that does not depend on one service.</summary>
internal static class BootstrapRule
{
    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        if (input.IsDevnet)
            yield break;
        PeerPolicy peers = input.Document.Peers;
        if (peers.Bootstrap is BootstrapPolicy.None && peers.Partners.Count == 0)
        {
            yield return new RuleFinding(Severity.Warning, FindingCode.NoTrustedSource, "peers.bootstrap",
                "a relay that starts from nothing has nobody to ask", "write `bootstrap: network`, or list partners");
        }
        if (peers.Bootstrap is BootstrapPolicy.Listed listed && listed.Peers.All(peer => peer.Host.IsDnsName))
        {
            yield return new RuleFinding(Severity.Info, FindingCode.DnsOnlyBootstrap, "peers.bootstrap",
                "every bootstrap peer is a DNS name", "add one by its address, for the day when names do not resolve");
        }
    }
}
