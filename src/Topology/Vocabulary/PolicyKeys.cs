using System.Net;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Shapes;

namespace PoolTopology.Topology.Vocabulary;

/// <summary>The keys of <c>peers</c>, <c>access</c> and <c>rollout</c>.</summary>
internal static class PolicyKeys
{
    private static readonly Key<HostAddress> PeerHost = Key<HostAddress>.Required(
        "address", Scalars.Host, "Its DNS name or IP address.");

    private static readonly Key<int> PeerPort = Key<int>.Required("port", Scalars.Port, "Its node-to-node port.");

    private static readonly Shape<PeerAddress> Peer = new SectionShape<PeerAddress>(
        "a peer",
        values => new PeerAddress(values.Get(PeerHost), values.Get(PeerPort)),
        PeerHost, PeerPort);

    private static readonly Key<BootstrapPolicy> Bootstrap = Key<BootstrapPolicy>.Optional("bootstrap",
        new BootstrapShape(new ListShape<PeerAddress>("a list of at least one peer", Peer, minItems: 1)),
        "Where relays find the network when they start from nothing: network (its bootstrap peers), none, or a list.",
        PeerPolicy.Default.Bootstrap, "network");

    private static readonly Key<ValueList<PeerAddress>> Partners = Key<ValueList<PeerAddress>>.Optional("partners",
        new ListShape<PeerAddress>("a list of peers", Peer),
        "Relays of other operators that ours keep a connection to.", [], "[]");

    private static readonly Key<ValueList<IPNetwork>> Manage = Key<ValueList<IPNetwork>>.Optional("manage",
        new ListShape<IPNetwork>("a list of networks", Scalars.Cidr),
        "Networks that may use SSH and gRPC on every machine.", [], "[]");

    private static readonly Key<ValueList<IPNetwork>> Scrape = Key<ValueList<IPNetwork>>.Optional("scrape",
        new ListShape<IPNetwork>("a list of networks", Scalars.Cidr),
        "Networks that may read metrics on every machine.", [], "[]");

    private static readonly Key<ValueList<IPAddress>> Time = Key<ValueList<IPAddress>>.Optional("time",
        new ListShape<IPAddress>("a list of IP addresses", Scalars.MachineAddress),
        "NTP servers that a producer may ask; its firewall refuses all other outgoing traffic except to the relays.",
        [], "[]");

    private static readonly Key<string?> Canary = Key<string?>.Optional(
        "canary", new NullableShape<string>(Scalars.Reference),
        "The relay that gets every change first; left out, the first relay of this file.", null);

    private static readonly Key<TimeSpan> Hold = Key<TimeSpan>.Optional("hold", Scalars.Duration,
        "How long a node must stay healthy before the next one moves.", RolloutPolicy.Default.Hold, "2m");

    private static readonly Key<TimeSpan> Deadline = Key<TimeSpan>.Optional("deadline", Scalars.Duration,
        "How long a node may take to become healthy before the rollout is reverted.", RolloutPolicy.Default.Deadline,
        "10m");

    private static readonly Key<int> Batch = Key<int>.Optional("batch", Scalars.BatchSize,
        "How many relays move at the same time after the canary.", RolloutPolicy.Default.Batch, "1");

    private static readonly Key<TimeSpan> Confirm = Key<TimeSpan>.Optional("confirm", Scalars.Duration,
        "How long a firewall change may stay unconfirmed before the machine takes it back by itself.",
        RolloutPolicy.Default.Confirm, "30s");

    public static readonly Shape<PeerPolicy> Peers = new SectionShape<PeerPolicy>(
        "the peers",
        values => new PeerPolicy(values.Get(Bootstrap), values.Get(Partners)),
        Bootstrap, Partners);

    public static readonly Shape<AccessPolicy> Access = new SectionShape<AccessPolicy>(
        "the access",
        values => new AccessPolicy(values.Get(Manage), values.Get(Scrape), values.Get(Time)),
        Manage, Scrape, Time);

    public static readonly Shape<RolloutPolicy> Rollout = new SectionShape<RolloutPolicy>(
        "the rollout",
        values => new RolloutPolicy(
            values.Get(Canary), values.Get(Batch), values.Get(Hold), values.Get(Deadline), values.Get(Confirm)),
        Canary, Batch, Hold, Deadline, Confirm);
}
