using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Events;

/// <summary>Hands every event to everybody who listens.</summary>
/// <remarks>
/// Thread-safe. Publishing never waits: each listener has its own bounded queue, and one that is too slow loses its
/// oldest events and is told how many (<see cref="EventsLost"/>).
/// </remarks>
internal sealed class EventHub(TimeProvider time)
{
    private readonly Lock _gate = new();
    private ImmutableArray<EventSubscription> _subscriptions = [];
    private bool _isComplete;

    /// <summary>Tells one event.</summary>
    public void Publish(PoolEvent happened)
    {
        lock (_gate)
        {
            foreach (EventSubscription subscription in _subscriptions)
                subscription.Offer(happened);
        }
    }

    /// <summary>Listens from now on; dispose to stop listening.</summary>
    public EventSubscription Subscribe()
    {
        EventSubscription subscription = new(this, time);
        lock (_gate)
        {
            if (_isComplete)
                subscription.Complete();
            else
                _subscriptions = _subscriptions.Add(subscription);
        }

        return subscription;
    }

    /// <summary>Nothing more happens: listeners end when they have read what is queued.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            foreach (EventSubscription subscription in _subscriptions)
                subscription.Complete();
            _subscriptions = [];
        }
    }

    internal void Remove(EventSubscription subscription)
    {
        lock (_gate)
            _subscriptions = _subscriptions.Remove(subscription);
    }
}
