using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>
/// One failure must not cut the producer off: two relays at least, and not all in one zone or on one machine.
/// </summary>
internal static class RelayDiversityRule
{
    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        Placement[] relays = [.. input.Placements.Where(placement => placement.Node is RelayNode)];
        if (relays.Length == 0)
            yield break;
        string path = relays[0].Node.Path;
        if (input.Document.Relays.Count == 1)
        {
            yield return new RuleFinding(
                input.IsDevnet ? Severity.Info : Severity.Warning, FindingCode.RelayDiversity, path,
                "this is the only relay: when it stops, the producer is alone", "add a second relay in another zone");
        }
        else if (relays.Length == input.Document.Relays.Count)
        {
            Machine first = relays[0].Machine;
            if (relays.All(relay => relay.Machine.Name == first.Name))
                yield return Shared(path, relays, $"all relays run on machine {first.Name}", "put one on another");
            else if (first.Zone is { } zone && relays.All(relay => relay.Machine.Zone == zone))
                yield return Shared(path, relays, $"all relays are in zone {zone}", "put one in another zone");
        }
    }

    private static RuleFinding Shared(string path, Placement[] relays, string message, string hint) =>
        new(Severity.Warning, FindingCode.RelayDiversity, path, message + ": one failure cuts the producer off", hint)
        {
            RestsOn =
            [
                .. relays.Select(relay => $"{relay.Node.Path}.machine"),
                .. relays.Select(relay => $"{relay.Machine.Path}.zone"),
            ],
        };
}
