using System.Net;

namespace PoolTopology.Topology.Document;

/// <summary>A topology.yaml, version 1, read and found free of errors.</summary>
/// <remarks>
/// Invariant: every reference resolves, names are unique, exactly one producer is active, and no two services share an
/// address and port. Only <see cref="TopologyReader"/> makes documents from text. Lists keep the order of the file.
/// </remarks>
public sealed record TopologyDocument
{
    /// <summary>The version of the format that this program reads.</summary>
    public const int Version = 1;

    /// <summary>What the pool is called and which network it belongs to.</summary>
    public required PoolIdentity Pool { get; init; }

    /// <summary>Which node software runs.</summary>
    public required EngineKind Engine { get; init; }

    /// <summary>The computers.</summary>
    public required ValueList<Machine> Machines { get; init; }

    /// <summary>The active producer and its standbys.</summary>
    public required ValueList<ProducerNode> Producers { get; init; }

    /// <summary>The relays.</summary>
    public required ValueList<RelayNode> Relays { get; init; }

    /// <summary>Nodes outside the pool.</summary>
    public required ValueList<ObserverNode> Observers { get; init; }

    /// <summary>Who the relays talk to beside the pool's own nodes.</summary>
    public required PeerPolicy Peers { get; init; }

    /// <summary>Who may reach the machines' own services.</summary>
    public required AccessPolicy Access { get; init; }

    /// <summary>The service that nodes attach to, or null where they run alone.</summary>
    public IPEndPoint? Orchestrator { get; init; }

    /// <summary>How changes reach the machines.</summary>
    public required RolloutPolicy Rollout { get; init; }

    /// <summary>When a person is called.</summary>
    public required AlertPolicy Alerts { get; init; }

    /// <summary>All nodes: producers, relays, observers, each in the order of the file.</summary>
    public IEnumerable<TopologyNode> Nodes => [.. Producers, .. Relays, .. Observers];

    /// <summary>The node with this name, or null.</summary>
    public TopologyNode? FindNode(string name) => Nodes.FirstOrDefault(node => node.Name == name);

    /// <summary>The machine with this name, or null.</summary>
    public Machine? FindMachine(string name) => MachineIndex.Find(Machines, name);

    /// <summary>The machine that a node of this document runs on.</summary>
    public Machine MachineOf(TopologyNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return FindMachine(node.MachineName)
            ?? throw new ArgumentException($"{node.Path} is not a node of this document", nameof(node));
    }

    /// <summary>The nodes that run on a machine, in the order of <see cref="Nodes"/>.</summary>
    public IEnumerable<TopologyNode> NodesOn(string machineName) =>
        Nodes.Where(node => node.MachineName == machineName);

    /// <summary>The node-to-node address of a node.</summary>
    public IPEndPoint EndPointOf(TopologyNode node) => new(MachineOf(node).Address, node.Port);

    /// <summary>The gRPC address of a node.</summary>
    public IPEndPoint RpcEndPointOf(TopologyNode node) => new(MachineOf(node).Address, node.RpcPort);

    /// <summary>The metrics address of a node.</summary>
    public IPEndPoint MetricsEndPointOf(TopologyNode node) => new(MachineOf(node).Address, node.MetricsPort);

    /// <summary>The relays that an observer dials.</summary>
    public IEnumerable<RelayNode> FollowedBy(ObserverNode observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return Relays.Where(relay => observer.Follows is null || observer.Follows.Contains(relay.Name));
    }

    /// <summary>The same plan with other machine addresses, for machines that stand in for the real ones.</summary>
    /// <param name="addresses">The new address per machine name; machines that are not named keep theirs.</param>
    public TopologyDocument WithAddresses(IReadOnlyDictionary<string, IPAddress> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        return this with
        {
            Machines = Machines
                .Select(m => addresses.TryGetValue(m.Name, out IPAddress? address) ? m with { Address = address } : m)
                .ToValueList(),
        };
    }
}
