using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Control.V1;

namespace PoolTopology.Orchestrator.Server;

/// <summary>One open control connection: orders go out, their results come back.</summary>
/// <remarks>One order is under way at a time; further ones wait their turn.</remarks>
internal sealed class NodeSession(string node, IRpcWriter<Order> orders, CancellationTokenSource ending) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ulong _lastId;
    private volatile PendingOrder? _pending;

    /// <summary>The node at the other end.</summary>
    public string Node => node;

    /// <summary>Ends the connection.</summary>
    public void End() => ending.Cancel();

    /// <summary>Orders other peers and waits for the result.</summary>
    /// <exception cref="OperationCanceledException">Given up, or the connection ended.</exception>
    /// <exception cref="RpcException">The connection broke.</exception>
    public async Task<OrderResult> SetPeersAsync(string peerFile, CancellationToken cancellation)
    {
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(cancellation, ending.Token);
        await _turn.WaitAsync(either.Token);
        try
        {
            PendingOrder pending = new(++_lastId);
            _pending = pending;
            Order order = new() { Id = pending.Id, SetPeers = new SetPeers { TopologyJson = peerFile } };
            await orders.WriteAsync(order, either.Token);
            return await pending.Result.Task.WaitAsync(either.Token);
        }
        finally
        {
            _pending = null;
            _turn.Release();
        }
    }

    /// <summary>Takes a result; one that nobody waits for any more is dropped.</summary>
    public void Complete(OrderResult result)
    {
        if (_pending is { } pending && pending.Id == result.Id)
            pending.Result.TrySetResult(result);
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private sealed record PendingOrder(ulong Id)
    {
        public TaskCompletionSource<OrderResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
