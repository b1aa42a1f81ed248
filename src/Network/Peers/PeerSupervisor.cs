using System.Collections.Immutable;
using System.Net;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Mux;
using PoolTopology.Network.Ports;

namespace PoolTopology.Network.Peers;

/// <summary>Does what the governor decides: the one owner of the links.</summary>
internal sealed class PeerSupervisor
{
    private readonly Lock _gate = new();
    private readonly ConnectionManager _connections;
    private readonly ConnectionEnvironment _environment;
    private readonly TargetResolver _resolver;
    private readonly Random _random;
    private readonly AsyncSignal _changed = new();
    private readonly SortedDictionary<IPEndPoint, (PeerLink Link, Task Running)> _links = new(PeerOrder.Instance);
    private readonly List<Task> _ending = [];
    private ImmutableSortedDictionary<IPEndPoint, DateTimeOffset> _droppedAt =
        ImmutableSortedDictionary.Create<IPEndPoint, DateTimeOffset>(PeerOrder.Instance);

    public PeerSupervisor(ConnectionManager connections, ConnectionEnvironment environment, INameResolver resolver)
    {
        _connections = connections;
        _environment = environment;
        _random = environment.SplitRandom();
        _resolver = new TargetResolver(resolver, environment, _changed.Set);
    }

    public void SetTargets(PeerTargets targets)
    {
        _resolver.SetTargets(targets);
        _changed.Set();
    }

    /// <summary>A peer has dialled us and may be used both ways.</summary>
    public void OnDuplexInbound(IPEndPoint peer) => Find(peer)?.Wake();

    public IReadOnlyList<PeerLink> Links
    {
        get
        {
            lock (_gate)
                return [.. _links.Values.Select(entry => entry.Link)];
        }
    }

    /// <summary>Runs until cancelled, then gives every link up and waits for them.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Task resolving = _resolver.RunAsync(() => Links.Any(link => link.Connection is null), cancellation);
        try
        {
            while (true)
            {
                DateTimeOffset now = _environment.Time.GetUtcNow();
                foreach (GovernorAction action in PeerGovernor.Decide(Observe(), now, _random))
                    Perform(action);
                // The time, too, is an input of the decision, so it is made anew now and then.
                Task<bool> changed =
                    Relay.Of(_changed.WaitAsync(PeerGovernor.DroppedWait, _environment.Time, cancellation));
                if (await Task.WhenAny(changed, resolving) == resolving)
                    await resolving;
                await changed;
            }
        }
        finally
        {
            foreach (PeerLink link in Links)
                StopLink(link, new CloseReason.Shutdown());
            await Task.WhenAll(_ending);
        }
    }

    private GovernorState Observe()
    {
        ImmutableArray<ResolvedGroup> groups = _resolver.Groups;
        // What is in no group is forgotten, or names that keep changing would make this grow.
        _droppedAt = _droppedAt.RemoveRange(
            _droppedAt.Keys.Where(peer => !groups.Any(group => group.Members.Contains(peer))));
        lock (_gate)
        {
            return new GovernorState(
                groups,
                _links.ToImmutableSortedDictionary(
                    entry => entry.Key, entry => entry.Value.Link.View, PeerOrder.Instance),
                _droppedAt);
        }
    }

    private PeerLink? Find(IPEndPoint peer)
    {
        lock (_gate)
            return _links.TryGetValue(peer, out (PeerLink Link, Task Running) entry) ? entry.Link : null;
    }

    private void Perform(GovernorAction action)
    {
        switch (action)
        {
            case GovernorAction.StartLink start:
                StartLink(start);
                break;
            case GovernorAction.StopLink stop when Find(stop.Peer) is PeerLink link:
                if (stop.Cause == StopCause.Unreachable)
                    _droppedAt = _droppedAt.SetItem(stop.Peer, _environment.Time.GetUtcNow());
                else
                    _droppedAt = _droppedAt.Remove(stop.Peer);
                StopLink(link, new CloseReason.PeerRemoved());
                break;
            case GovernorAction.Promote:
                Find(action.Peer)?.SetTemperature(PeerTemperature.Hot);
                break;
            case GovernorAction.Demote:
                Find(action.Peer)?.SetTemperature(PeerTemperature.Warm);
                break;
            default:
                break;
        }
    }

    private void StartLink(GovernorAction.StartLink start)
    {
        PeerLink link = new(
            start.Peer,
            new UpstreamSettings(start.IsLocalRoot, start.IsTrustable),
            _connections,
            _environment,
            _changed.Set);
        Task running = GuardAsync(link);
        lock (_gate)
            _links.Add(start.Peer, (link, running));
    }

    private void StopLink(PeerLink link, CloseReason reason)
    {
        link.Stop(reason);
        lock (_gate)
        {
            _ending.RemoveAll(task => task.IsCompleted);
            _ending.Add(_links[link.Peer].Running);
            _links.Remove(link.Peer);
        }
    }

    private async Task GuardAsync(PeerLink link)
    {
        try
        {
            await link.RunAsync();
        }
        catch (Exception fault)
        {
            // A task root: a link handles what peers and networks do, so this is a fault of our own.
            _environment.Fail(fault);
        }
    }
}
