using PoolTopology.Rpc.Control.V1;

namespace PoolTopology.Node.Control;

/// <summary>Carries out what the orchestrator orders.</summary>
public interface IOrderHandler
{
    /// <summary>Carries out one order. Null when done, else what is wrong as one sentence; then nothing has changed.</summary>
    Task<string?> HandleAsync(Order order, CancellationToken cancellation);
}
