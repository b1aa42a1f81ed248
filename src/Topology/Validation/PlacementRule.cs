using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>A hidden node shares no machine with a node that the world can reach.</summary>
internal static class PlacementRule
{
    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        TopologyDocument document = input.Document;
        foreach (ProducerNode producer in document.Producers)
        {
            if (document.Relays.FirstOrDefault(relay => relay.MachineName == producer.MachineName) is { } relay)
            {
                yield return new RuleFinding(
                    input.IsDevnet ? Severity.Warning : Severity.Error, FindingCode.ProducerBesideRelay,
                    $"{producer.Path}.machine",
                    $"{producer.Name} shares machine {producer.MachineName} with {relay.Name}, which strangers reach",
                    "give the producer a machine of its own")
                {
                    RestsOn = [$"{relay.Path}.machine"],
                };
            }
        }
        IEnumerable<TopologyNode> members = [.. document.Producers, .. document.Relays];
        foreach (ObserverNode observer in document.Observers)
        {
            if (members.FirstOrDefault(member => member.MachineName == observer.MachineName) is { } member)
            {
                yield return new RuleFinding(Severity.Error, FindingCode.ObserverInsidePool, $"{observer.Path}.machine",
                    $"{observer.Name} shares machine {observer.MachineName} with {member.Name}: it is no stranger",
                    "give the observer a machine of its own")
                {
                    RestsOn = [$"{member.Path}.machine"],
                };
            }
        }
    }
}
