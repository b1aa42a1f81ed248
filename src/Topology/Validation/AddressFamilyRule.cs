using System.Net.Sockets;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>A producer reaches only relays that have an address of its own family.</summary>
internal static class AddressFamilyRule
{
    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        Placement[] relays = [.. input.Placements.Where(placement => placement.Node is RelayNode)];
        Placement[] producers = [.. input.Placements.Where(placement => placement.Node is ProducerNode)];
        foreach ((TopologyNode producer, Machine machine) in producers)
        {
            AddressFamily family = machine.Address.AddressFamily;
            Placement[] apart = [.. relays.Where(relay => relay.Machine.Address.AddressFamily != family)];
            if (apart.Length == 0)
                continue;
            string[] grounds = [$"{machine.Path}.address", .. apart.Select(relay => $"{relay.Machine.Path}.address")];
            string names = string.Join(", ", apart.Select(relay => relay.Node.Name));
            string kind = family == AddressFamily.InterNetwork ? "an IPv4" : "an IPv6";
            yield return new RuleFinding(
                apart.Length == relays.Length ? Severity.Error : Severity.Warning, FindingCode.AddressFamilies,
                $"{producer.Path}.machine",
                $"{producer.Name} has {kind} address and {names} has the other kind: they cannot reach each other",
                "give machines that talk to each other addresses of one kind")
            {
                RestsOn = grounds,
            };
        }
    }
}
