using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Deployment;

/// <summary>Makes everything that one machine gets from the plan.</summary>
/// <remarks>For more than one machine of a plan, <see cref="PoolDerivation"/> makes once what they share.</remarks>
public static class MachineDerivation
{
    /// <summary>What a machine should be like.</summary>
    /// <param name="document">The plan.</param>
    /// <param name="machineName">A machine of the plan.</param>
    /// <param name="facts">What is known beside the plan.</param>
    public static DesiredMachine For(TopologyDocument document, string machineName, DeploymentFacts facts) =>
        new PoolDerivation(document, facts).For(machineName);
}
