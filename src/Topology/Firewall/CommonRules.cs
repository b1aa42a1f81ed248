using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Firewall;

/// <summary>Rules that every machine's firewall has.</summary>
internal static class CommonRules
{
    /// <summary>Packets that no rule accepted, by chain.</summary>
    public const string RefusedIn = "refused-in";

    public const string RefusedOut = "refused-out";

    private const int LoggedPerSecond = 1;
    private const int EchoPerSecond = 10;

    private static readonly ValueList<string> ErrorsV4 =
        ["destination-unreachable", "time-exceeded", "parameter-problem"];

    private static readonly ValueList<string> ErrorsV6 =
        ["destination-unreachable", "packet-too-big", "time-exceeded", "parameter-problem"];

    private static readonly ValueList<string> NeighbourIn =
        ["nd-router-advert", "nd-neighbor-solicit", "nd-neighbor-advert"];

    private static readonly ValueList<string> NeighbourOut =
        ["nd-router-solicit", "nd-neighbor-solicit", "nd-neighbor-advert", "mld2-listener-report"];

    public static void Loopback(RuleListBuilder rules, MachineDuties duties, FirewallHook hook) =>
        rules.Add(FirewallVerdict.Accept, duties.Machine.Path, new FirewallMatch.Loopback(hook));

    /// <summary>Without neighbour discovery there is no IPv6; only direct neighbours are believed.</summary>
    public static void NeighbourDiscoveryIn(RuleListBuilder rules, MachineDuties duties) =>
        rules.Add(
            FirewallVerdict.Accept, duties.Machine.Path, new FirewallMatch.IcmpIn(IpFamily.V6, NeighbourIn),
            new FirewallMatch.FromNeighbour());

    public static void NeighbourDiscoveryOut(RuleListBuilder rules, MachineDuties duties) =>
        rules.Add(FirewallVerdict.Accept, duties.Machine.Path, new FirewallMatch.IcmpIn(IpFamily.V6, NeighbourOut));

    /// <summary>Errors about known connections may come from any router: without them large packets vanish.</summary>
    public static void IcmpErrorsIn(RuleListBuilder rules, MachineDuties duties) => IpFamilies.ForEach(family =>
        rules.Add(
            FirewallVerdict.Accept, duties.Machine.Path, new FirewallMatch.InState([ConnectionState.Related]),
            Errors(family)));

    public static void EchoIn(
        RuleListBuilder rules, IpFamily family, string path, params ReadOnlySpan<FirewallMatch> from) =>
        rules.Add(FirewallVerdict.Accept, path,
        [
            .. from, new FirewallMatch.IcmpIn(family, ["echo-request"]),
            new FirewallMatch.AtMostPerSecond(EchoPerSecond),
        ]);

    /// <summary>Whoever <c>access</c> names reaches the services that it is named for.</summary>
    public static void AcceptServices(RuleListBuilder rules, MachineDuties duties, IpFamily family)
    {
        foreach (Service service in Service.Of(duties))
        {
            rules.Add(FirewallVerdict.Accept, service.Path,
                new FirewallMatch.SourceIn(family, SetName.In(service.SetName, family)),
                new FirewallMatch.TcpTo(service.Ports));
        }
    }

    public static FirewallMatch Errors(IpFamily family) =>
        new FirewallMatch.IcmpIn(family, family == IpFamily.V4 ? ErrorsV4 : ErrorsV6);

    /// <summary>
    /// The end of a chain: what is left is logged now and then, counted, and dropped by the chain's policy.
    /// </summary>
    public static void Refuse(RuleListBuilder rules, MachineDuties duties, string counter)
    {
        rules.Add(FirewallVerdict.Log, duties.Machine.Path, new FirewallMatch.AtMostPerSecond(LoggedPerSecond));
        rules.Counted(counter, FirewallVerdict.Count, duties.Machine.Path);
    }

    /// <summary>The counter of strangers that knocked on a node's port.</summary>
    public static string StrangersAt(TopologyNode node) => $"node-{node.Name}-strangers";

    /// <summary>The counter of connections refused because one source opened too many.</summary>
    public static string FloodsAt(TopologyNode node) => $"node-{node.Name}-floods";
}
