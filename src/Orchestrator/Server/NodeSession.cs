using PoolTopology.Primitives;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Control.V1;

namespace PoolTopology.Orchestrator.Server;

/// <summary>One open control connection: orders go out, their results come back.</summary>
/// <remarks>
/// One order at a time: <see cref="TopologyPush"/> is the only one to give any. Whoever waits for a result when the
/// connection ends is told by cancellation.
/// </remarks>
/// <param name="node">The node at the other end.</param>
/// <param name="orders">Sends orders.</param>
/// <param name="end">Ends the connection.</param>
/// <param name="ended">Cancelled when the connection has ended.</param>
internal sealed class NodeSession(string node, IRpcWriter<Order> orders, Action end, CancellationToken ended)
{
    private ulong _lastId;
    private PendingOrder? _pending;

    /// <summary>The node at the other end.</summary>
    public string Node => node;

    /// <summary>Ends the connection.</summary>
    public void End() => end();

    /// <summary>Orders other peers and waits for the result.</summary>
    /// <exception cref="OperationCanceledException">Given up, or the connection ended.</exception>
    /// <exception cref="RpcException">The connection broke.</exception>
    public async Task<OrderResult> SetPeersAsync(string peerFile, CancellationToken cancellation)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, ended);
        PendingOrder pending = new(++_lastId);
        Invariant.Require(
            Interlocked.CompareExchange(ref _pending, pending, null) is null, "two orders to one node at a time");
        try
        {
            Order order = new() { Id = pending.Id, SetPeers = new SetPeers { TopologyJson = peerFile } };
            await orders.WriteAsync(order, either.Token);
            return await pending.Result.Task.WaitAsync(either.Token);
        }
        finally
        {
            Volatile.Write(ref _pending, null);
        }
    }

    /// <summary>Takes a result; one that nobody waits for any more is dropped.</summary>
    public void Complete(OrderResult result)
    {
        if (Volatile.Read(ref _pending) is { } pending && pending.Id == result.Id)
            pending.Result.TrySetResult(result);
    }

    private sealed record PendingOrder(ulong Id)
    {
        public TaskCompletionSource<OrderResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
