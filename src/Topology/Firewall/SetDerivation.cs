using System.Net;
using System.Net.Sockets;
using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Firewall;

/// <summary>Fills the sets of one machine's firewall from the plan.</summary>
/// <remarks>
/// Every set exists in both families even when one is empty: an empty set matches nobody, so no rule needs a second
/// form for a family that the pool does not use.
/// </remarks>
internal static class SetDerivation
{
    public static ValueList<FirewallSet> For(TopologyDocument document, MachineDuties duties)
    {
        List<FirewallSet> sets = [];
        AddNetworks(sets, SetName.Manage, document.Access.Manage, "access.manage");
        AddNetworks(sets, SetName.Scrape, document.Access.Scrape, "access.scrape");
        if (duties.Producers.Count > 0)
        {
            AddHosts(
                sets, SetName.Relays, document.Relays.Select(relay => document.MachineOf(relay).Address), "relays");
            AddEndPoints(sets, SetName.RelayPorts, document.Relays.Select(document.EndPointOf), "relays");
            AddHosts(sets, SetName.Time, document.Access.TimeServers, "access.time");
            if (document.Orchestrator is { } orchestrator && duties.IsHidden)
                AddEndPoints(sets, SetName.Orchestrator, [orchestrator], "orchestrator");
        }
        if (duties.Relays.Count > 0)
        {
            IEnumerable<TopologyNode> members = [.. document.Producers, .. document.Relays];
            AddHosts(
                sets, SetName.Members, members.Select(member => document.MachineOf(member).Address),
                "producers and relays");
            AddKernelSet(sets, SetName.Rate, FirewallSetKind.RatePerSource);
            AddKernelSet(sets, SetName.Held, FirewallSetKind.ConnectionsPerSource);
        }
        return sets.ToValueList();
    }

    private static void AddHosts(List<FirewallSet> sets, string name, IEnumerable<IPAddress> addresses, string path) =>
        Add(sets, name, FirewallSetKind.Hosts, path,
            addresses.Select(address => (FamilyOf(address), address.ToString())));

    private static void AddNetworks(
        List<FirewallSet> sets, string name, IEnumerable<IPNetwork> networks, string path) =>
        Add(sets, name, FirewallSetKind.Networks, path,
            networks.Select(network => (FamilyOf(network.BaseAddress), network.ToString())));

    private static void AddEndPoints(
        List<FirewallSet> sets, string name, IEnumerable<IPEndPoint> points, string path) =>
        Add(sets, name, FirewallSetKind.EndPoints, path,
            points.Select(point => (FamilyOf(point.Address), $"{point.Address} . {point.Port}")));

    private static void AddKernelSet(List<FirewallSet> sets, string name, FirewallSetKind kind) =>
        Add(sets, name, kind, "relays", []);

    private static void Add(
        List<FirewallSet> sets, string name, FirewallSetKind kind, string path,
        IEnumerable<(IpFamily Family, string Text)> elements)
    {
        ILookup<IpFamily, string> byFamily = elements.ToLookup(element => element.Family, element => element.Text);
        foreach (IpFamily family in (IpFamily[])[IpFamily.V4, IpFamily.V6])
        {
            IEnumerable<string> sorted = byFamily[family].Distinct().Order(StringComparer.Ordinal);
            sets.Add(new FirewallSet(name, family, kind, sorted.ToValueList(), path));
        }
    }

    private static IpFamily FamilyOf(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? IpFamily.V4 : IpFamily.V6;
}
