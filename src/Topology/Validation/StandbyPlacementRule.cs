using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>A standby on the machine of the active producer falls with it.</summary>
internal static class StandbyPlacementRule
{
    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        foreach (ProducerNode standby in input.Document.Producers.Where(producer => producer.IsStandby))
        {
            ProducerNode? beside = input.Document.Producers.FirstOrDefault(
                producer => !producer.IsStandby && producer.MachineName == standby.MachineName);
            if (beside is not null)
            {
                yield return new RuleFinding(
                    Severity.Warning, FindingCode.StandbyBesideProducer, $"{standby.Path}.machine",
                    $"the standby shares machine {standby.MachineName} with {beside.Name} and falls with it",
                    "put it on a machine of its own")
                {
                    RestsOn = [$"{beside.Path}.machine"],
                };
            }
        }
    }
}
