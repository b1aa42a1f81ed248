using System.Net;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.Intents;

/// <summary>Who is who in a plan, as sets of addresses of one family.</summary>
internal sealed class PoolAddresses
{
    public PoolAddresses(TopologyDocument document, IReadOnlyDictionary<string, IPAddress> machines, IpFamily family)
    {
        Family = family;
        Relays = Of(document.Relays);
        Members = Of(document.Producers.Concat<TopologyNode>(document.Relays));
        Managers = AddressSets.Of(family, document.Access.Manage);
        Scrapers = AddressSets.Of(family, document.Access.Scrape);
        TimeServers = AddressSets.Of(family, document.Access.TimeServers);
        Orchestrator = AddressSets.Of(family, document.Orchestrator is { } service ? [service.Address] : []);
        OrchestratorPort = document.Orchestrator is { } listening ? FieldSet.OfValues(listening.Port) : FieldSet.OfValues([]);
        RelaysByPort = [.. document.Relays
            .GroupBy(relay => relay.Port)
            .Select(group => (FieldSet.OfValues(group.Key), Of(group)))];

        FieldSet Of(IEnumerable<TopologyNode> nodes) => AddressSets.Of(family, nodes.Select(node => machines[node.MachineName]));
    }

    public IpFamily Family { get; }

    public FieldSet Relays { get; }

    /// <summary>Machines of producers and relays.</summary>
    public FieldSet Members { get; }

    public FieldSet Managers { get; }

    public FieldSet Scrapers { get; }

    public FieldSet TimeServers { get; }

    /// <summary>The service that nodes attach to; empty where there is none.</summary>
    public FieldSet Orchestrator { get; }

    /// <summary>Its port; empty where there is none.</summary>
    public FieldSet OrchestratorPort { get; }

    /// <summary>Node ports of relays, each with the addresses of the machines that have it.</summary>
    public IReadOnlyList<(FieldSet Port, FieldSet Addresses)> RelaysByPort { get; }
}
