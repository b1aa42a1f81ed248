using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;
using static PoolTopology.Topology.Headers.HeaderField;

namespace PoolTopology.Topology.Intents;

/// <summary>
/// A machine with producers only: it serves relays, operators and scrapers, it calls relays and time servers, and it
/// passes nothing on.
/// </summary>
internal static class HiddenIntent
{
    private static readonly FieldSet Ntp = FieldSet.OfValues(123);

    public static MachineIntent Of(IntentFacts facts) => new(
        [PacketPath.Incoming, PacketPath.Outgoing, PacketPath.Forwarded],
        [.. Incoming(facts).All, .. Outgoing(facts).All]);

    private static GrantBuilder Incoming(IntentFacts facts)
    {
        GrantBuilder incoming = CommonIntent.Incoming(facts);
        CommonIntent.AllowMembersAndServices(incoming, facts);
        foreach ((FieldSet port, FieldSet addresses) in facts.Addresses.RelaysByPort)
        {
            incoming.Allow("relays", (Protocol, CommonIntent.Tcp), (Source, addresses), (SourcePort, port),
                (HeaderField.State, Flows.Reply));
        }
        // Its answers come to the port that the call came from, which is never the producer's own.
        incoming.Allow("orchestrator", (Protocol, CommonIntent.Tcp), (Source, facts.Addresses.Orchestrator),
            (SourcePort, facts.Addresses.OrchestratorPort),
            (DestinationPort, facts.ProducerPorts.ComplementUpTo(ushort.MaxValue)), (HeaderField.State, Flows.Reply));
        incoming.Allow("access.time", (Protocol, CommonIntent.Udp), (Source, facts.Addresses.TimeServers), (SourcePort, Ntp),
            (HeaderField.State, Flows.Reply));
        incoming.Allow("relays", (Protocol, IcmpFacts.Protocol(facts.Family)),
            (IcmpType, IcmpFacts.EchoReply(facts.Family)), (HeaderField.State, Flows.Reply));
        CommonIntent.AllowEcho(incoming, facts, "relays", facts.Addresses.Relays);
        CommonIntent.AllowEcho(incoming, facts, "access.manage", facts.Addresses.Managers);
        return incoming;
    }

    private static GrantBuilder Outgoing(IntentFacts facts)
    {
        GrantBuilder outgoing = CommonIntent.Outgoing(facts);
        FieldSet icmp = IcmpFacts.Protocol(facts.Family);
        if (facts.Family == IpFamily.V6)
            outgoing.Allow(facts.Machine.Path, (Protocol, icmp), (IcmpType, IcmpFacts.NeighboursOut));
        Answer(outgoing, "producers", facts.Addresses.Relays, facts.ProducerPorts);
        Answer(outgoing, "access.manage", facts.Addresses.Managers, facts.ManagedPorts);
        Answer(outgoing, "access.scrape", facts.Addresses.Scrapers, facts.ScrapedPorts);
        foreach ((FieldSet port, FieldSet addresses) in facts.Addresses.RelaysByPort)
            outgoing.Allow("relays", (Protocol, CommonIntent.Tcp), (Destination, addresses), (DestinationPort, port));
        outgoing.Allow("orchestrator", (Protocol, CommonIntent.Tcp), (Destination, facts.Addresses.Orchestrator),
            (DestinationPort, facts.Addresses.OrchestratorPort));
        outgoing.Allow("access.time", (Protocol, CommonIntent.Udp), (Destination, facts.Addresses.TimeServers), (DestinationPort, Ntp));
        outgoing.Allow("relays", (Protocol, icmp), (Destination, facts.Addresses.Relays),
            (IcmpType, IcmpFacts.EchoRequest(facts.Family).Union(IcmpFacts.Errors(facts.Family))));
        outgoing.Allow("relays", (Protocol, icmp), (IcmpType, IcmpFacts.EchoReply(facts.Family)),
            (HeaderField.State, Flows.Reply));
        return outgoing;
    }

    private static void Answer(GrantBuilder outgoing, string reason, FieldSet to, FieldSet ports) =>
        outgoing.Allow(reason, (Protocol, CommonIntent.Tcp), (Destination, to), (SourcePort, ports),
            (HeaderField.State, Flows.Reply));
}
