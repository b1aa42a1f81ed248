namespace PoolTopology.Rpc.Calls;

/// <summary>The sending half of a stream of messages.</summary>
public interface IRpcWriter<in TMessage>
{
    /// <summary>Sends one message; waits while the peer's flow-control window is full.</summary>
    /// <remarks>
    /// Thread-safe: concurrent writes are queued and never interleave. The message must not change until the task
    /// ends. Errors: <see cref="RpcException"/> or OperationCanceledException once the call is over.
    /// </remarks>
    ValueTask WriteAsync(TMessage message, CancellationToken cancellation);
}
