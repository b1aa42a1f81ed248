using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;

namespace PoolTopology.Topology.Intents;

/// <summary>What a topology allows a machine in one IP family, said without rules.</summary>
/// <remarks>
/// Derived from the document alone. It shares no code with the derivation of rule sets: where the two disagree, one of
/// them is wrong, and the proof says so.
/// </remarks>
public static class Intent
{
    /// <summary>Everything that is allowed on these paths of a machine; on other paths the topology says nothing.</summary>
    /// <param name="document">The plan.</param>
    /// <param name="machine">A machine of the plan.</param>
    /// <param name="family">The family.</param>
    public static MachineIntent For(TopologyDocument document, Machine machine, IpFamily family)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(machine);
        IntentFacts facts = new(document, machine, family);
        return facts.IsHidden ? HiddenIntent.Of(facts) : OpenIntent.Of(facts);
    }
}
