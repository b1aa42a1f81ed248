using System.Net;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>Firewalls tell machines apart by address, so no two machines have the same one.</summary>
internal static class MachineAddressRule
{
    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        Dictionary<IPAddress, Machine> taken = [];
        foreach (Machine machine in input.Document.Machines)
        {
            if (!taken.TryAdd(machine.Address, machine) && taken[machine.Address] is var first)
            {
                yield return new RuleFinding(Severity.Error, FindingCode.DuplicateAddress, $"{machine.Path}.address",
                    $"{machine.Address} is also the address of {first.Name}",
                    "two nodes may share a machine on different ports; two machines need two addresses")
                {
                    RestsOn = [$"{first.Path}.address"],
                };
            }
        }
    }
}
