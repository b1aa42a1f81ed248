using System.Net;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;

namespace PoolTopology.Topology.Intents;

/// <summary>What a topology allows its machines, said without rules.</summary>
/// <remarks>
/// Derived from the document alone. It shares no code with the derivation of rule sets: where the two disagree, one of
/// them is wrong, and the proof says so. Safe for several threads.
/// </remarks>
public sealed class PoolIntent
{
    private readonly Dictionary<IpFamily, PoolAddresses> _addresses;
    private readonly ILookup<string, TopologyNode> _nodes;

    /// <summary>The intent of a plan.</summary>
    public PoolIntent(TopologyDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        Dictionary<string, IPAddress> machines = document.Machines.ToDictionary(machine => machine.Name, machine => machine.Address);
        _nodes = document.Nodes.ToLookup(node => node.MachineName);
        _addresses = ((IpFamily[])[IpFamily.V4, IpFamily.V6])
            .ToDictionary(family => family, family => new PoolAddresses(document, machines, family));
    }

    /// <summary>What is allowed on the paths of a machine; on other paths the topology says nothing.</summary>
    /// <param name="machine">A machine of the plan.</param>
    /// <param name="family">The family.</param>
    public MachineIntent For(Machine machine, IpFamily family)
    {
        ArgumentNullException.ThrowIfNull(machine);
        IntentFacts facts = new(machine, [.. _nodes[machine.Name]], _addresses[family]);
        return facts.IsHidden ? HiddenIntent.Of(facts) : OpenIntent.Of(facts);
    }
}
