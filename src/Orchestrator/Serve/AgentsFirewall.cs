using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Rpc.Calls;

namespace PoolTopology.Orchestrator.Serve;

/// <summary>On machines of their own, peer files and firewalls belong to a release: a push is refused before anything is told.</summary>
/// <remarks>
/// The nodes could not replace their peer files either, which are root's; and what a push changed, the next rollout would
/// take back. A dry run still says which nodes would change.
/// </remarks>
internal sealed class AgentsFirewall : IPushFirewall
{
    public Task OpenAsync(PoolDesign current, PoolDesign wanted, CancellationToken cancellation) => throw new RpcException(
        RpcStatusCode.FailedPrecondition,
        "on machines of their own peers and firewalls change together, by a rollout: bring the topology file to the service and "
        + "begin one (`pool apply --server`)");

    public Task CloseAsync(PoolDesign current, PoolDesign wanted, CancellationToken cancellation) => Task.CompletedTask;
}
