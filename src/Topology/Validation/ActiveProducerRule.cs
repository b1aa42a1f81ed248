using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>Exactly one producer is active: two with the same keys would sign two blocks for one slot.</summary>
internal static class ActiveProducerRule
{
    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        ValueList<ProducerNode> producers = input.Document.Producers;
        ProducerNode[] active = [.. producers.Where(producer => !producer.IsStandby)];
        if (producers.Count == 0)
        {
            yield return new RuleFinding(
                Severity.Error, FindingCode.NoActiveProducer, "producers", "the pool has no producer",
                "add one, e.g. `bp: { machine: …, port: 3001 }`");
        }
        else if (active.Length == 0)
        {
            yield return new RuleFinding(Severity.Error, FindingCode.NoActiveProducer, $"{producers[0].Path}.standby",
                "all producers are standbys, so nobody forges", $"remove `standby: true` from the active one");
        }
        foreach (ProducerNode second in active.Skip(1))
        {
            yield return new RuleFinding(Severity.Error, FindingCode.TwoActiveProducers, second.Path,
                $"{active[0].Name} and {second.Name} would both forge with the pool's keys",
                $"add `standby: true` to the one that waits")
            {
                RestsOn = [$"{second.Path}.standby", $"{active[0].Path}.standby"],
            };
        }
    }
}
