using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;
using static PoolTopology.Topology.Headers.HeaderField;

namespace PoolTopology.Topology.Intents;

/// <summary>What every machine is allowed.</summary>
internal static class CommonIntent
{
    public static readonly FieldSet Tcp = FieldSet.OfValues(HeaderFields.Tcp);

    public static readonly FieldSet Udp = FieldSet.OfValues(HeaderFields.Udp);

    private static readonly FieldSet Loopback = FieldSet.Of(InterfaceName.Loopback);

    /// <summary>A machine may talk to itself, learn its neighbours' addresses, and hear of errors in its connections.</summary>
    public static GrantBuilder Incoming(IntentFacts facts)
    {
        GrantBuilder incoming = new(PacketPath.Incoming);
        incoming.Allow(facts.Machine.Path, (InInterface, Loopback));
        if (facts.Family == IpFamily.V6)
        {
            incoming.Allow(facts.Machine.Path, (Protocol, IcmpFacts.Protocol(IpFamily.V6)),
                (IcmpType, IcmpFacts.NeighboursIn), (HopLimit, IcmpFacts.FromTheLink));
        }
        incoming.Allow(facts.Machine.Path, (Protocol, IcmpFacts.Protocol(facts.Family)),
            (IcmpType, IcmpFacts.Errors(facts.Family)), (HeaderField.State, Flows.Related));
        return incoming;
    }

    /// <summary>A producer's port is for relays; SSH, gRPC and metrics are for those whom <c>access</c> names.</summary>
    public static void AllowMembersAndServices(GrantBuilder incoming, IntentFacts facts)
    {
        AllowTcp(incoming, "producers", facts.Relays, facts.ProducerPorts);
        AllowTcp(incoming, "access.manage", facts.Managers, facts.ManagedPorts);
        AllowTcp(incoming, "access.scrape", facts.Scrapers, facts.ScrapedPorts);
    }

    public static void AllowTcp(GrantBuilder incoming, string reason, FieldSet from, FieldSet ports) =>
        incoming.Allow(
            reason, (Protocol, Tcp), (Source, from), (DestinationPort, ports), (HeaderField.State, Flows.Valid));

    /// <summary>These may ask whether the machine is there, as often as is polite.</summary>
    public static void AllowEcho(GrantBuilder incoming, IntentFacts facts, string reason, FieldSet from) =>
        incoming.AllowLimited(reason, (Protocol, IcmpFacts.Protocol(facts.Family)), (Source, from),
            (IcmpType, IcmpFacts.EchoRequest(facts.Family)), (HeaderField.State, Flows.Valid));

    public static GrantBuilder Outgoing(IntentFacts facts)
    {
        GrantBuilder outgoing = new(PacketPath.Outgoing);
        outgoing.Allow(facts.Machine.Path, (OutInterface, Loopback));
        return outgoing;
    }
}
