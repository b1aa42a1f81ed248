using PoolTopology.Topology.Document;
using static PoolTopology.Topology.Firewall.FirewallMatch;

namespace PoolTopology.Topology.Firewall;

/// <summary>
/// A machine that runs only producers: it speaks with relays, operators and time servers, and with nobody else.
/// </summary>
internal static class HiddenMachineRules
{
    private const int NtpPort = 123;

    public static ValueList<FirewallChain> Chains(MachineDuties duties) =>
    [
        new FirewallChain(FirewallHook.Input, Input(duties)),
        new FirewallChain(FirewallHook.Output, Output(duties)),
        new FirewallChain(FirewallHook.Forward, []),
    ];

    private static ValueList<FirewallRule> Input(MachineDuties duties)
    {
        RuleListBuilder rules = new();
        CommonRules.Loopback(rules, duties, FirewallHook.Input);
        foreach (ProducerNode producer in duties.Producers)
            ProducerRules.RefuseStrangers(rules, producer);
        CommonRules.NeighbourDiscoveryIn(rules, duties);
        rules.Add(FirewallVerdict.Drop, duties.Machine.Path, new InState([ConnectionState.Invalid]));
        foreach (ProducerNode producer in duties.Producers)
            ProducerRules.AcceptRelays(rules, producer);
        IpFamilies.ForEach(family =>
        {
            CommonRules.AcceptServices(rules, duties, family);
            rules.Add(
                FirewallVerdict.Accept, "relays", Established, new IsReply(),
                new SourceEndPointIn(family, SetName.In(SetName.RelayPorts, family)));
            if (duties.HasOrchestrator)
                rules.Add(
                    FirewallVerdict.Accept, "orchestrator", Established, new IsReply(),
                    new SourceEndPointIn(family, SetName.In(SetName.Orchestrator, family)));
            rules.Add(
                FirewallVerdict.Accept, "access.time", Established, new IsReply(),
                new SourceIn(family, SetName.In(SetName.Time, family)), new UdpFrom(NtpPort));
            CommonRules.EchoIn(rules, family, "relays", new SourceIn(family, SetName.In(SetName.Relays, family)));
            CommonRules.EchoIn(
                rules, family, "access.manage", new SourceIn(family, SetName.In(SetName.Manage, family)));
            rules.Add(FirewallVerdict.Accept, "relays", Established, new IsReply(), new IcmpIn(family, ["echo-reply"]));
        });
        CommonRules.IcmpErrorsIn(rules, duties);
        CommonRules.Refuse(rules, duties, CommonRules.RefusedIn);
        return rules.ToList();
    }

    private static ValueList<FirewallRule> Output(MachineDuties duties)
    {
        RuleListBuilder rules = new();
        CommonRules.Loopback(rules, duties, FirewallHook.Output);
        CommonRules.NeighbourDiscoveryOut(rules, duties);
        foreach (ProducerNode producer in duties.Producers)
            IpFamilies.ForEach(
                family => Answer(rules, $"{producer.Path}.port", family, SetName.Relays, [producer.Port]));
        IpFamilies.ForEach(family =>
        {
            foreach (Service service in Service.Of(duties))
                Answer(rules, service.Path, family, service.SetName, service.Ports);
            rules.Add(
                FirewallVerdict.Accept, "relays",
                new DestinationEndPointIn(family, SetName.In(SetName.RelayPorts, family)));
            if (duties.HasOrchestrator)
                rules.Add(
                    FirewallVerdict.Accept, "orchestrator",
                    new DestinationEndPointIn(family, SetName.In(SetName.Orchestrator, family)));
            rules.Add(
                FirewallVerdict.Accept, "access.time", new DestinationIn(family, SetName.In(SetName.Time, family)),
                new UdpTo(NtpPort));
            rules.Add(
                FirewallVerdict.Accept, "relays", new DestinationIn(family, SetName.In(SetName.Relays, family)),
                new IcmpIn(family, ["echo-request"]));
            rules.Add(
                FirewallVerdict.Accept, "relays", new InState([ConnectionState.Established]), new IsReply(),
                new IcmpIn(family, ["echo-reply"]));
            rules.Add(
                FirewallVerdict.Accept, "relays", new DestinationIn(family, SetName.In(SetName.Relays, family)),
                CommonRules.Errors(family));
        });
        CommonRules.Refuse(rules, duties, CommonRules.RefusedOut);
        return rules.ToList();
    }

    private static void Answer(
        RuleListBuilder rules, string path, IpFamily family, string setName, ValueList<int> ports) =>
        rules.Add(
            FirewallVerdict.Accept, path, Established, new IsReply(),
            new DestinationIn(family, SetName.In(setName, family)), new TcpFrom(ports));

    private static InState Established => new([ConnectionState.Established]);
}
