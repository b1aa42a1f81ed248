using System.Globalization;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>While a batch of relays restarts, at least one other keeps the producer in touch with the network.</summary>
internal static class BatchRule
{
    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        TopologyDocument document = input.Document;
        int relays = document.Relays.Count;
        if (relays > 1 && document.Rollout.Batch >= relays)
        {
            yield return new RuleFinding(
                Severity.Error, FindingCode.BatchTakesAll, "rollout.batch",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"a batch of {document.Rollout.Batch} takes all {relays} relays down at once: the producer is alone"),
                string.Create(CultureInfo.InvariantCulture, $"at most {relays - 1}"))
            {
                RestsOn = ["relays"],
            };
        }
    }
}
