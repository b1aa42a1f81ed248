using System.Net;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>A loopback address stands for this computer, so it has no meaning to another machine.</summary>
internal static class LoopbackRule
{
    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        ValueList<Machine> machines = input.Document.Machines;
        bool isAllLoopback = machines.All(machine => IPAddress.IsLoopback(machine.Address));
        if (input.IsDevnet && isAllLoopback)
            yield break;
        foreach (Machine machine in machines.Where(machine => IPAddress.IsLoopback(machine.Address)))
        {
            yield return new RuleFinding(
                input.IsDevnet ? Severity.Warning : Severity.Error, FindingCode.LoopbackAddress,
                $"{machine.Path}.address",
                $"{machine.Address} is a loopback address: the other machines cannot reach {machine.Name}",
                input.IsDevnet
                    ? "put all machines on loopback addresses, or none"
                    : "write the address that the other machines see")
            {
                RestsOn = ["pool.network"],
            };
        }
    }
}
