using PoolTopology.Topology.Document;
using static PoolTopology.Topology.Firewall.FirewallMatch;

namespace PoolTopology.Topology.Firewall;

/// <summary>
/// A machine that has business with strangers: relays, observers, and in a devnet whatever shares it.
/// </summary>
internal static class OpenMachineRules
{
    /// <summary>Strangers that knocked on SSH, gRPC or metrics.</summary>
    private const string ServiceStrangers = "service-strangers";

    public static ValueList<FirewallChain> Chains(MachineDuties duties) =>
        [new FirewallChain(FirewallHook.Input, Input(duties))];

    private static ValueList<FirewallRule> Input(MachineDuties duties)
    {
        RuleListBuilder rules = new();
        CommonRules.Loopback(rules, duties, FirewallHook.Input);
        foreach (ProducerNode producer in duties.Producers)
            ProducerRules.RefuseStrangers(rules, producer);
        IpFamilies.ForEach(family => RefuseServices(rules, duties, family));
        CommonRules.NeighbourDiscoveryIn(rules, duties);
        rules.Add(FirewallVerdict.Drop, duties.Machine.Path, new InState([ConnectionState.Invalid]));
        foreach (ProducerNode producer in duties.Producers)
            ProducerRules.AcceptRelays(rules, producer);
        foreach (RelayNode relay in duties.Relays)
            AcceptMembers(rules, relay);

        // Only answers: a connection from outside lives as long as the port that it came to is open, and no longer.
        rules.Add(
            FirewallVerdict.Accept, duties.Machine.Path, new InState([ConnectionState.Established]), new IsReply());
        foreach (RelayNode relay in duties.Relays)
            AcceptWorld(rules, relay);
        IpFamilies.ForEach(family =>
        {
            CommonRules.AcceptServices(rules, duties, family);
            CommonRules.EchoIn(rules, family, duties.Machine.Path);
        });
        CommonRules.IcmpErrorsIn(rules, duties);
        CommonRules.Refuse(rules, duties, CommonRules.RefusedIn);
        return rules.ToList();
    }

    /// <summary>
    /// Stands before the established rule, so that taking an address out of <c>access</c> ends its sessions.
    /// </summary>
    private static void RefuseServices(RuleListBuilder rules, MachineDuties duties, IpFamily family)
    {
        foreach (Service service in Service.Of(duties))
        {
            rules.Counted(ServiceStrangers, FirewallVerdict.Drop, service.Path,
                new SourceNotIn(family, SetName.In(service.SetName, family)), new TcpTo(service.Ports));
        }
    }

    /// <summary>Members of the pool come first and are never limited.</summary>
    private static void AcceptMembers(RuleListBuilder rules, RelayNode relay) => IpFamilies.ForEach(family =>
        rules.Add(
            FirewallVerdict.Accept, $"{relay.Path}.port", new SourceIn(family, SetName.In(SetName.Members, family)),
            new TcpTo([relay.Port])));

    /// <summary>Everybody may connect, nobody may flood.</summary>
    private static void AcceptWorld(RuleListBuilder rules, RelayNode relay)
    {
        string path = $"{relay.Path}.port";
        TcpTo port = new([relay.Port]);
        InState isNew = new([ConnectionState.New]);
        IpFamilies.ForEach(family =>
        {
            rules.Counted(
                CommonRules.FloodsAt(relay), FirewallVerdict.Drop, path, port, isNew,
                new OverRate(family, SetName.In(SetName.Rate, family)));
            rules.Counted(
                CommonRules.FloodsAt(relay), FirewallVerdict.Reset, path, port, isNew,
                new OverConnections(family, SetName.In(SetName.Held, family)));
        });
        rules.Add(FirewallVerdict.Accept, path, port);
    }
}
