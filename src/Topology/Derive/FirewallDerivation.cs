using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;

namespace PoolTopology.Topology.Derive;

/// <summary>Makes each machine's firewall from the plan.</summary>
/// <remarks>
/// Pure, and independent of the order of entries in topology.yaml. All nodes of a machine are taken together.
/// A machine that runs only producers is shut in both directions, and no rule of it accepts a packet merely because
/// its connection is established: an address that leaves a set loses its connections with the next packet.
/// On other machines the ports of producers and of services are refused to strangers before the established rule,
/// with the same effect.
/// </remarks>
public static class FirewallDerivation
{
    /// <summary>The firewall of a machine.</summary>
    /// <param name="document">The plan.</param>
    /// <param name="machineName">A machine of the plan.</param>
    public static FirewallRuleSet For(TopologyDocument document, string machineName)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(machineName);
        Machine machine = document.FindMachine(machineName)
            ?? throw new ArgumentException($"no machine {machineName} in this document", nameof(machineName));
        MachineDuties duties = MachineDuties.Of(document, machine);
        return new FirewallRuleSet(
            machineName,
            SetDerivation.For(document, duties),
            duties.IsHidden ? HiddenMachineRules.Chains(duties) : OpenMachineRules.Chains(duties));
    }
}
