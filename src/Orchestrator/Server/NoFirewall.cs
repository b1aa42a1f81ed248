using PoolTopology.Orchestrator.Design;

namespace PoolTopology.Orchestrator.Server;

/// <summary>A run that is not isolated has no firewall to open or close.</summary>
internal sealed class NoFirewall : IPushFirewall
{
    /// <inheritdoc/>
    public Task OpenAsync(PoolDesign current, PoolDesign wanted, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task CloseAsync(PoolDesign current, PoolDesign wanted, CancellationToken cancellation) => Task.CompletedTask;
}
