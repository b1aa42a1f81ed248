using PoolTopology.Topology.Headers;
using static PoolTopology.Topology.Headers.HeaderField;

namespace PoolTopology.Topology.Intents;

/// <summary>
/// A machine that has business with strangers: everybody may call its relays, within limits; it may call anybody and
/// hears the answers. Its producers and services are for those whom the file names, and for nobody else, also not in
/// a connection that is open already.
/// </summary>
internal static class OpenIntent
{
    public static MachineIntent Of(IntentFacts facts) => new(
        [PacketPath.Incoming, PacketPath.Outgoing], [.. Incoming(facts).All, .. Outgoing().All]);

    private static GrantBuilder Incoming(IntentFacts facts)
    {
        GrantBuilder incoming = CommonIntent.Incoming(facts);
        CommonIntent.AllowMembersAndServices(incoming, facts);
        CommonIntent.AllowTcp(incoming, "relays", facts.Members, facts.RelayPorts);
        FieldSet known = Flows.Valid.Except(Flows.Of(Flow.New));
        incoming.Allow(
            "relays", (Protocol, CommonIntent.Tcp), (DestinationPort, facts.RelayPorts), (HeaderField.State, known));
        incoming.AllowLimited("relays", (Protocol, CommonIntent.Tcp), (DestinationPort, facts.RelayPorts),
            (HeaderField.State, Flows.Of(Flow.New)));
        CommonIntent.AllowEcho(incoming, facts, facts.Machine.Path, facts.Everybody);
        AllowAnswers(incoming, facts);
        return incoming;
    }

    /// <summary>Answers come to the port that the call came from; a port of a producer or service is none of these.</summary>
    private static void AllowAnswers(GrantBuilder incoming, IntentFacts facts)
    {
        FieldSet guarded = facts.ProducerPorts.Union(facts.ManagedPorts).Union(facts.ScrapedPorts);
        FieldSet ports = guarded.ComplementUpTo(ushort.MaxValue);
        incoming.Allow(facts.Machine.Path, (Protocol, CommonIntent.Tcp), (DestinationPort, ports),
            (HeaderField.State, Flows.Reply));
        incoming.Allow(facts.Machine.Path, (Protocol, CommonIntent.Tcp.ComplementUpTo(byte.MaxValue)),
            (HeaderField.State, Flows.Reply));
    }

    private static GrantBuilder Outgoing()
    {
        GrantBuilder outgoing = new(PacketPath.Outgoing);
        outgoing.Allow("machines");
        return outgoing;
    }
}
