using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Deployment;

/// <summary>Makes everything that one machine gets from the plan.</summary>
/// <remarks>Pure: the same document and facts give the same bytes, and the order of entries does not matter.</remarks>
public static class MachineDerivation
{
    /// <summary>What a machine should be like.</summary>
    /// <param name="document">The plan.</param>
    /// <param name="machineName">A machine of the plan.</param>
    /// <param name="facts">What is known beside the plan.</param>
    public static DesiredMachine For(TopologyDocument document, string machineName, DeploymentFacts facts)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(machineName);
        ArgumentNullException.ThrowIfNull(facts);
        Machine machine = document.FindMachine(machineName)
            ?? throw new ArgumentException($"no machine {machineName} in this document", nameof(machineName));
        return new DesiredMachine(machine.Name, [], [], [], [], new ClockExpectation([], TimeSpan.FromSeconds(0.1)));
    }
}
