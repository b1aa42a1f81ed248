using PoolTopology.Topology.Document;
using static PoolTopology.Topology.Firewall.FirewallMatch;

namespace PoolTopology.Topology.Firewall;

/// <summary>A producer's port: relays and nobody else.</summary>
internal static class ProducerRules
{
    /// <summary>
    /// Stands before anything that accepts: a former relay loses its connection with the next packet.
    /// </summary>
    public static void RefuseStrangers(RuleListBuilder rules, ProducerNode producer) => IpFamilies.ForEach(family =>
        rules.Counted(CommonRules.StrangersAt(producer), FirewallVerdict.Drop, $"{producer.Path}.port",
            new SourceNotIn(family, SetName.In(SetName.Relays, family)), new TcpTo([producer.Port])));

    public static void AcceptRelays(RuleListBuilder rules, ProducerNode producer) => IpFamilies.ForEach(family =>
        rules.Add(FirewallVerdict.Accept, $"{producer.Path}.port",
            new SourceIn(family, SetName.In(SetName.Relays, family)), new TcpTo([producer.Port])));
}
