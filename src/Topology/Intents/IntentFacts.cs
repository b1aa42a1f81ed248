using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.Intents;

/// <summary>What a plan says about one machine, as sets of addresses and ports of one family.</summary>
internal sealed class IntentFacts
{
    public IntentFacts(TopologyDocument document, Machine machine, IpFamily family)
    {
        Machine = machine;
        Family = family;
        ProducerPorts = PortsOf(document.Producers);
        RelayPorts = PortsOf(document.Relays);
        TopologyNode[] nodes = [.. document.Nodes.Where(node => node.MachineName == machine.Name)];
        IsHidden = nodes.Length > 0 && nodes.All(node => node.Role == NodeRole.Producer);
        ManagedPorts = FieldSet.OfValues(nodes.Select(node => node.RpcPort).Append(machine.Ssh.Port));
        ScrapedPorts = FieldSet.OfValues(nodes.Select(node => node.MetricsPort));
        Relays = AddressesOf(document.Relays.Select(relay => document.MachineOf(relay)));
        Members = AddressesOf(
            document.Producers.Concat<TopologyNode>(document.Relays).Select(node => document.MachineOf(node)));
        Managers = AddressSets.Of(family, document.Access.Manage);
        Scrapers = AddressSets.Of(family, document.Access.Scrape);
        TimeServers = AddressSets.Of(family, document.Access.TimeServers);
        RelayAddressesByPort = [.. document.Relays
            .GroupBy(relay => relay.Port, relay => document.MachineOf(relay))
            .Select(group => (FieldSet.OfValues(group.Key), AddressesOf(group)))];

        FieldSet PortsOf(IEnumerable<TopologyNode> all) =>
            FieldSet.OfValues(all.Where(node => node.MachineName == machine.Name).Select(node => node.Port));
        FieldSet AddressesOf(IEnumerable<Machine> machines) => AddressSets.Of(family, machines.Select(one => one.Address));
    }

    public Machine Machine { get; }

    public IpFamily Family { get; }

    /// <summary>Nothing but producers runs here: the machine has no business with strangers, in either direction.</summary>
    public bool IsHidden { get; }

    public FieldSet ProducerPorts { get; }

    public FieldSet RelayPorts { get; }

    /// <summary>SSH and gRPC.</summary>
    public FieldSet ManagedPorts { get; }

    /// <summary>Metrics.</summary>
    public FieldSet ScrapedPorts { get; }

    public FieldSet Relays { get; }

    /// <summary>Machines of producers and relays.</summary>
    public FieldSet Members { get; }

    public FieldSet Managers { get; }

    public FieldSet Scrapers { get; }

    public FieldSet TimeServers { get; }

    /// <summary>Node ports of relays, each with the addresses of the machines that have it.</summary>
    public IReadOnlyList<(FieldSet Port, FieldSet Addresses)> RelayAddressesByPort { get; }

    public FieldSet Everybody => HeaderFields.Everything(HeaderField.Source, Family);
}
