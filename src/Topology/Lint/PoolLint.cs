using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Lint.Rules;

namespace PoolTopology.Topology.Lint;

/// <summary>Looks at what was derived from a plan as if somebody else had made it.</summary>
/// <remarks>
/// The rules read the derived files themselves, not what they were made from: a mistake of the derivation is found here
/// as well as a mistake of the operator.
/// </remarks>
public static class PoolLint
{
    private static readonly Func<LintedPool, IEnumerable<LintFinding>>[] All =
    [
        JsonRule.Check,
        ProducerFirewallRule.Check,
        AdvertisedProducerRule.Check,
        ProducerLedgerPeersRule.Check,
        ProducerBootstrapRule.Check,
        ProducerPeerSharingRule.Check,
        HotValencyRule.Check,
        WarmValencyRule.Check,
        OverlappingGroupsRule.Check,
        TrustedSourceRule.Check,
        TrustedPartnerRule.Check,
        ColdKeyRule.Check,
        KeyModeRule.Check,
        MetricsAddressRule.Check,
        PeerTargetsRule.Check,
        LocalRootCountRule.Check,
        StopRule.Check,
        SameNetworkRule.Check,
        StandbyForgesRule.Check,
        GenesisHashRule.Check,
    ];

    /// <summary>Everything that the rules find in what a derivation makes, in the order of the file.</summary>
    /// <param name="reading">The file as it was read, free of errors.</param>
    /// <param name="file">Its path, for findings.</param>
    /// <param name="derivation">What follows from it.</param>
    public static ValueList<Finding> Check(TopologyResult reading, string file, PoolDerivation derivation)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(derivation);
        TopologyDocument document = reading.Document
            ?? throw new ArgumentException("the file has errors", nameof(reading));
        IEnumerable<FirewallRuleSet> firewalls =
            document.Machines.Select(machine => FirewallDerivation.For(document, machine.Name));
        return Check(new LintedPool(document, derivation.Machines, firewalls))
            .Select(found => new Finding(
                found.Severity, found.Code, file, reading.Sources.Nearest(found.Path), found.Path,
                $"{found.Message} ({found.Place})", found.Hint))
            .OrderBy(finding => finding.Position)
            .ToValueList();
    }

    internal static IEnumerable<LintFinding> Check(LintedPool pool) => All.SelectMany(rule => rule(pool));
}
