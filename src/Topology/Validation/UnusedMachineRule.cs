using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>A machine that runs nothing is a leftover or a forgotten node.</summary>
internal static class UnusedMachineRule
{
    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        HashSet<string> used = [.. input.Document.Nodes.Select(node => node.MachineName)];
        foreach (Machine machine in input.Document.Machines.Where(machine => !used.Contains(machine.Name)))
        {
            yield return new RuleFinding(Severity.Warning, FindingCode.UnusedMachine, machine.Path,
                $"nothing runs on {machine.Name}", "remove it, or place a node on it")
            {
                RestsOn =
                [
                    "producers", "relays", "observers", .. input.Document.Nodes.Select(node => $"{node.Path}.machine"),
                ],
            };
        }
    }
}
