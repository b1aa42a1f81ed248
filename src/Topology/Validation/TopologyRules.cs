using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>All rules about what a topology.yaml says, as opposed to how it is written.</summary>
internal static class TopologyRules
{
    private static readonly Func<TopologyDocument, IEnumerable<RuleFinding>>[] All = [];

    public static void Check(TopologyDocument document, FindingCollector findings, SourceMap sources)
    {
        foreach (Func<TopologyDocument, IEnumerable<RuleFinding>> rule in All)
        {
            foreach (RuleFinding found in rule(document))
            {
                if (findings.IsBroken(found.Path) || found.RestsOn.Any(findings.IsBroken))
                    continue;
                findings.Add(new Finding(
                    found.Severity, found.Code, findings.File, sources.Nearest(found.Path), found.Path, found.Message, found.Hint));
            }
        }
    }
}
