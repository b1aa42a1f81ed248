using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Topology.Deployment;

namespace PoolTopology.Orchestrator.Enrolment;

/// <summary>Where a machine's nodes keep their certificates, as a question to its agent.</summary>
internal static class IdentityPlaces
{
    /// <summary>One for each node.</summary>
    public static IEnumerable<IdentityPlace> Of(DesiredMachine desired) => desired.ControlPlaces.Select(place => new IdentityPlace
    {
        Node = place.NodeName, IdentityPath = place.IdentityPath, EnrolmentPath = place.EnrolmentPath,
    });
}
