using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>The orchestrator's service has a machine of its own: it holds the pool's authority.</summary>
internal static class OrchestratorRule
{
    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        TopologyDocument document = input.Document;
        if (document.Orchestrator is not { } orchestrator
            || document.Machines.FirstOrDefault(machine => machine.Address.Equals(orchestrator.Address)) is not { } machine)
            yield break;
        yield return new RuleFinding(Severity.Error, FindingCode.OrchestratorOnMachine, "orchestrator",
            $"{orchestrator.Address} is {machine.Name}, whose firewall would refuse the other machines' nodes",
            "run `pool serve` on a machine that is not in this file")
        {
            RestsOn = [$"{machine.Path}.address"],
        };
    }
}
