using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.Intents;

/// <summary>What a plan says about one machine, as sets of addresses and ports of one family.</summary>
internal sealed class IntentFacts(Machine machine, IReadOnlyCollection<TopologyNode> nodes, PoolAddresses addresses)
{
    public Machine Machine => machine;

    public PoolAddresses Addresses => addresses;

    public IpFamily Family => addresses.Family;

    /// <summary>Nothing but producers runs here: the machine has no business with strangers, in either direction.</summary>
    public bool IsHidden { get; } = nodes.Count > 0 && nodes.All(node => node.Role == NodeRole.Producer);

    public FieldSet ProducerPorts { get; } =
        FieldSet.OfValues(nodes.Where(node => node.Role == NodeRole.Producer).Select(node => node.Port));

    public FieldSet RelayPorts { get; } =
        FieldSet.OfValues(nodes.Where(node => node.Role == NodeRole.Relay).Select(node => node.Port));

    /// <summary>SSH and gRPC.</summary>
    public FieldSet ManagedPorts { get; } = FieldSet.OfValues(nodes.Select(node => node.RpcPort).Append(machine.Ssh.Port));

    /// <summary>Metrics.</summary>
    public FieldSet ScrapedPorts { get; } = FieldSet.OfValues(nodes.Select(node => node.MetricsPort));

    public FieldSet Everybody => HeaderFields.Everything(HeaderField.Source, Family);
}
