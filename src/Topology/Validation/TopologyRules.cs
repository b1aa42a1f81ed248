using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>All rules about what a topology.yaml says, as opposed to how it is written.</summary>
internal static class TopologyRules
{
    private static readonly Func<RuleInput, IEnumerable<RuleFinding>>[] All =
    [
        ReferenceRule.Check,
        NodeNameRule.Check,
        MachineAddressRule.Check,
        EndPointRule.Check,
        ActiveProducerRule.Check,
        StandbyPlacementRule.Check,
        ProducerHasRelayRule.Check,
        RelayDiversityRule.Check,
        PlacementRule.Check,
        AddressFamilyRule.Check,
        LoopbackRule.Check,
        PublicRelayRule.Check,
        PeerRule.Check,
        BootstrapRule.Check,
        KnownPeersRule.Check,
        AccessRule.Check,
        OrchestratorRule.Check,
        RolloutRule.Check,
        BatchRule.Check,
        AlertRule.Check,
        DevnetRule.Check,
        UnusedMachineRule.Check,
    ];

    /// <summary>
    /// Runs every rule, references first; what rests on a value that was refused already is left out, since it would
    /// only echo.
    /// </summary>
    public static void Check(TopologyDocument document, FindingCollector findings, SourceMap sources)
    {
        RuleInput input = new(document, sources);
        foreach (RuleFinding found in All.SelectMany(rule => rule(input)).ToArray())
        {
            if (findings.IsBroken(found.Path) || found.RestsOn.Any(findings.IsBroken))
                continue;
            findings.Add(new Finding(
                found.Severity, found.Code, findings.File, sources.Nearest(found.Path), found.Path, found.Message,
                found.Hint));
            if (found.Code == FindingCode.DanglingReference)
                findings.MarkBroken(found.Path);
        }
    }
}
