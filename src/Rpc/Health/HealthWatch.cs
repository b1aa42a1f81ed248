using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace PoolTopology.Rpc.Health;

/// <summary>One watcher's view of one service.</summary>
/// <remarks>Holds at most 16 states that the watcher has not taken; beyond that the oldest is dropped.</remarks>
internal sealed class HealthWatch(HealthRegistry registry, string service) : IDisposable
{
    private readonly Channel<ServingStatus> _pending = Channel.CreateBounded<ServingStatus>(
        new BoundedChannelOptions(capacity: 16) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public string Service { get; } = service;

    /// <summary>Queues a state; called under the registry's lock, hence in order.</summary>
    public void Offer(ServingStatus status) => _pending.Writer.TryWrite(status);

    /// <summary>The states as they come, without repeating one.</summary>
    public async IAsyncEnumerable<ServingStatus> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        ServingStatus? last = null;
        while (true)
        {
            // What was queued before a cancellation is still told: a stopping server is NOT_SERVING before it is gone.
            if (!_pending.Reader.TryRead(out ServingStatus status))
                status = await _pending.Reader.ReadAsync(cancellation);
            if (status == last)
                continue;
            last = status;
            yield return status;
        }
    }

    public void Dispose() => registry.EndWatch(this);
}
