using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace PoolTopology.Rpc.Health;

/// <summary>The states that the health service reports, by service name; <c>""</c> is the server as a whole.</summary>
/// <remarks>
/// Thread-safe. Starts with <c>""</c> NOT_SERVING: a server is healthy once something says so. Changes reach every
/// watcher in the order they were made; a watcher that falls behind keeps the latest ones.
/// </remarks>
public sealed class HealthRegistry
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, ServingStatus> _statuses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<HealthWatch>> _watches = new(StringComparer.Ordinal);
    private bool _isShuttingDown;

    /// <summary>How many watches are open.</summary>
    internal int WatchCount
    {
        get
        {
            lock (_gate)
                return _watches.Values.Sum(watches => watches.Count);
        }
    }

    /// <summary>A registry in which only <c>""</c> is known, NOT_SERVING.</summary>
    public HealthRegistry() => _statuses[""] = ServingStatus.NotServing;

    /// <summary>Sets the state of a service, registering it if it is new; after shutdown it has no effect.</summary>
    /// <remarks>Errors: ArgumentException for any state but SERVING, NOT_SERVING and UNKNOWN.</remarks>
    public void Set(string service, ServingStatus status)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (status is not (ServingStatus.Serving or ServingStatus.NotServing or ServingStatus.Unknown))
            throw new ArgumentException($"{status} is not a state that a service can be in", nameof(status));
        lock (_gate)
        {
            if (_isShuttingDown)
                return;
            _statuses[service] = status;
            Publish(service, status);
        }
    }

    /// <summary>Forgets a service: checks answer NOT_FOUND, watchers hear SERVICE_UNKNOWN.</summary>
    public void Remove(string service)
    {
        ArgumentNullException.ThrowIfNull(service);
        lock (_gate)
        {
            if (!_isShuttingDown && _statuses.Remove(service))
                Publish(service, ServingStatus.ServiceUnknown);
        }
    }

    /// <summary>Turns every service NOT_SERVING for good; idempotent.</summary>
    public void EnterShutdown()
    {
        lock (_gate)
        {
            _isShuttingDown = true;
            foreach (string service in _statuses.Keys.ToArray())
            {
                _statuses[service] = ServingStatus.NotServing;
                Publish(service, ServingStatus.NotServing);
            }
        }
    }

    /// <summary>The state of a service, or null when it is not registered.</summary>
    public ServingStatus? Find(string service)
    {
        lock (_gate)
            return _statuses.TryGetValue(service, out ServingStatus status) ? status : null;
    }

    /// <summary>All services with their states, in order of name.</summary>
    public IReadOnlyList<KeyValuePair<string, ServingStatus>> Snapshot()
    {
        lock (_gate)
            return [.. _statuses];
    }

    /// <summary>Begins to watch a service, known or not: the current state comes first. Dispose of the watch.</summary>
    internal HealthWatch Watch(string service)
    {
        HealthWatch watch = new(this, service);
        lock (_gate)
        {
            if (!_watches.TryGetValue(service, out List<HealthWatch>? watches))
                _watches[service] = watches = [];
            watches.Add(watch);
            watch.Offer(_statuses.GetValueOrDefault(service, ServingStatus.ServiceUnknown));
        }
        return watch;
    }

    internal void EndWatch(HealthWatch watch)
    {
        lock (_gate)
        {
            List<HealthWatch> watches = _watches[watch.Service];
            watches.Remove(watch);
            if (watches.Count == 0)
                _watches.Remove(watch.Service);
        }
    }

    private void Publish(string service, ServingStatus status)
    {
        foreach (HealthWatch watch in _watches.GetValueOrDefault(service) ?? [])
            watch.Offer(status);
    }
}
