using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>A producer without a relay makes blocks that nobody sees.</summary>
internal static class ProducerHasRelayRule
{
    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        if (input.Document.Relays.Count == 0)
        {
            yield return new RuleFinding(Severity.Error, FindingCode.ProducerWithoutRelay, "relays",
                "no relay stands in front of the producer",
                "add at least one; two in different zones survive the loss of one");
        }
    }
}
