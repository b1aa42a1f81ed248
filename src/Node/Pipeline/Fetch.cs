using PoolTopology.Node.Composition;

namespace PoolTopology.Node.Pipeline;

/// <summary>One request while it runs: how many of its blocks have arrived and wait to be added.</summary>
/// <param name="number">Counts the node's requests.</param>
/// <remarks>Told of arrivals by the peer's task and of ends by the chain stage's.</remarks>
internal sealed class Fetch(long number)
{
    private readonly Lock _gate = new();
    private int _waiting;
    private TaskCompletionSource? _allAdded;

    /// <summary>Its number.</summary>
    public long Number => number;

    /// <summary>A block was turned away for want of room: asking for it again at once would spin.</summary>
    public bool HadNoRoom { get; set; }

    /// <summary>A block waits to be added.</summary>
    public void Arrived()
    {
        lock (_gate)
            _waiting++;
    }

    /// <summary>A block was added or turned away.</summary>
    public void Added()
    {
        TaskCompletionSource? done;
        lock (_gate)
            done = --_waiting == 0 ? _allAdded : null;
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
