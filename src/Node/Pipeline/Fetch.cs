using PoolTopology.Node.Composition;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Pipeline;

/// <summary>One request while it runs: which of its blocks are missing, and how many have arrived and wait to be added.</summary>
/// <remarks>Thread-safe: told of arrivals by the peer's task and of ends by the chain stage's, looked at by the fetch stage.</remarks>
internal sealed class Fetch(FetchRequest request, DateTimeOffset begunAt)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Hash32> _missing = [.. request.Points.Select(point => point.Hash)];
    private DateTimeOffset _lastProgressAt = begunAt;
    private int _waiting;
    private TaskCompletionSource? _allAdded;

    /// <summary>A block was turned away for want of room: asking for it again at once would spin.</summary>
    public bool HadNoRoom { get; set; }

    /// <summary>The request as a decision looks at it.</summary>
    public InFlight Look()
    {
        lock (_gate)
            return new InFlight(request.Peer, [.. _missing], _lastProgressAt);
    }

    /// <summary>A block has arrived and waits to be added; false when it was not asked for.</summary>
    public bool TryArrive(Hash32 hash, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!_missing.Contains(hash))
                return false;
            _lastProgressAt = now;
            _waiting++;
            return true;
        }
    }

    /// <summary>A block was added or turned away.</summary>
    public void Added(Hash32 hash)
    {
        TaskCompletionSource? done;
        lock (_gate)
        {
            _missing.Remove(hash);
            done = --_waiting == 0 ? _allAdded : null;
        }
        done?.SetResult();
    }

    /// <summary>Waits until no block waits any more. Called once, when no further one can arrive.</summary>
    public async Task AllAddedAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_waiting == 0)
                return;
            _allAdded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        await Relay.Of(_allAdded.Task).WaitAsync(cancellation);
    }
}
