using PoolTopology.Orchestrator.Design;

namespace PoolTopology.Orchestrator.Server;

/// <summary>The firewalls around a change of peers: opened before a peer is added, closed after one is removed.</summary>
internal interface IPushFirewall
{
    /// <summary>Allows what either design allows.</summary>
    Task OpenAsync(PoolDesign current, PoolDesign wanted, CancellationToken cancellation);

    /// <summary>Allows what the wanted design allows, and nothing else.</summary>
    Task CloseAsync(PoolDesign current, PoolDesign wanted, CancellationToken cancellation);
}
