using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Mux;
using PoolTopology.Network.Ports;

namespace PoolTopology.Network.Peers;

/// <summary>Turns the names of the targets into addresses, again and again.</summary>
/// <remarks>
/// A name that cannot be looked up keeps the addresses that it had. Names are looked up one after another, each for at
/// most <see cref="LookupTimeout"/>.
/// </remarks>
internal sealed class TargetResolver(INameResolver resolver, ConnectionEnvironment environment, Action onChange)
{
    /// <summary>The most addresses that are taken from one name.</summary>
    public const int AddressesPerNameMax = 16;

    /// <summary>How long one lookup may take.</summary>
    public static readonly TimeSpan LookupTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The pause between rounds; the system's resolver tells no time to live.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    /// <summary>The pause while a wanted peer is not connected: its name may have a new address.</summary>
    public static readonly TimeSpan EagerInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly AsyncSignal _changed = new();
    private PeerTargets _targets = PeerTargets.None;
    private ImmutableDictionary<string, ImmutableArray<IPAddress>> _known =
        ImmutableDictionary.Create<string, ImmutableArray<IPAddress>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The groups by address, as far as names are known.</summary>
    public ImmutableArray<ResolvedGroup> Groups
    {
        get
        {
            lock (_gate)
                return Resolve(_targets, _known);
        }
    }

    public void SetTargets(PeerTargets targets)
    {
        lock (_gate)
        {
            _targets = targets;
            HashSet<string> hosts = new(
                targets.Groups.SelectMany(group => group.AccessPoints).Select(point => point.Host),
                StringComparer.OrdinalIgnoreCase);
            _known = _known.RemoveRange(_known.Keys.Where(host => !hosts.Contains(host)));
        }
        _changed.Set();
    }

    public async Task RunAsync(Func<bool> isAnyMissing, CancellationToken cancellation)
    {
        while (true)
        {
            ImmutableArray<string> names = Names();
            foreach (string name in names)
                await LookUpAsync(name, cancellation);
            if (names.IsEmpty)
            {
                await _changed.WaitAsync(cancellation);
                continue;
            }
            await _changed.WaitAsync(isAnyMissing() ? EagerInterval : Interval, environment.Time, cancellation);
        }
    }

    private static ImmutableArray<ResolvedGroup> Resolve(
        PeerTargets targets, ImmutableDictionary<string, ImmutableArray<IPAddress>> known)
    {
        HashSet<IPEndPoint> taken = [];
        ImmutableArray<ResolvedGroup>.Builder groups = ImmutableArray.CreateBuilder<ResolvedGroup>();
        foreach (PeerGroup group in targets.Groups)
        {
            ImmutableArray<IPEndPoint> members =
                [.. group.AccessPoints.SelectMany(point => Resolve(point, known)).Where(taken.Add)];
            groups.Add(new ResolvedGroup(
                members, group.HotValency, group.WarmValency, group.IsLocalRoot, group.IsTrustable));
        }
        return groups.ToImmutable();
    }

    private static IEnumerable<IPEndPoint> Resolve(
        AccessPoint point, ImmutableDictionary<string, ImmutableArray<IPAddress>> known) =>
        point.EndPoint is IPEndPoint address
            ? [address]
            : known.GetValueOrDefault(point.Host, []).Select(found => new IPEndPoint(found, point.Port));

    private ImmutableArray<string> Names()
    {
        lock (_gate)
        {
            IEnumerable<AccessPoint> named =
                _targets.Groups.SelectMany(group => group.AccessPoints).Where(point => point.EndPoint is null);
            return [.. named.Select(point => point.Host).Distinct(StringComparer.OrdinalIgnoreCase)];
        }
    }

    private async ValueTask LookUpAsync(string name, CancellationToken cancellation)
    {
        ImmutableArray<IPAddress> found;
        try
        {
            IReadOnlyList<IPAddress> all = await Relay.Of(resolver.ResolveAsync(name, cancellation))
                .WaitAsync(LookupTimeout, environment.Time, cancellation);
            found = [.. all.Select(Plain).Distinct().Take(AddressesPerNameMax)];
        }
        catch (Exception error) when (error is SocketException or TimeoutException)
        {
            environment.Report(new NetworkEvent.ResolveFailed(name, error.Message));
            return;
        }
        if (found.IsEmpty)
        {
            environment.Report(new NetworkEvent.ResolveFailed(name, "no address"));
            return;
        }
        lock (_gate)
        {
            if (_known.TryGetValue(name, out ImmutableArray<IPAddress> before) && before.ToHashSet().SetEquals(found))
                return;
            _known = _known.SetItem(name, found);
        }
        onChange();
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
