using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Firewall;

/// <summary>Ports of a machine that one key of <c>access</c> opens.</summary>
/// <param name="Path">The key.</param>
/// <param name="SetName">The set of those who may use them, without the family.</param>
/// <param name="Ports">At least one TCP port.</param>
internal sealed record Service(string Path, string SetName, ValueList<int> Ports)
{
    /// <summary>
    /// SSH and gRPC for <c>access.manage</c>; metrics, where the machine runs a node, for <c>access.scrape</c>.
    /// </summary>
    public static IEnumerable<Service> Of(MachineDuties duties)
    {
        yield return new Service(
            "access.manage", Firewall.SetName.Manage,
            Sorted(duties.Nodes.Select(node => node.RpcPort).Append(duties.Machine.Ssh.Port)));
        if (duties.Nodes.Any())
            yield return new Service(
                "access.scrape", Firewall.SetName.Scrape, Sorted(duties.Nodes.Select(node => node.MetricsPort)));
    }

    private static ValueList<int> Sorted(IEnumerable<int> ports) => ports.Distinct().Order().ToValueList();
}
