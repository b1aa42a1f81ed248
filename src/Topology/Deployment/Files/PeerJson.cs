using System.Globalization;
using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.PeerFiles;

namespace PoolTopology.Topology.Deployment.Files;

/// <summary>A node's topology.json, with the key behind every line.</summary>
internal sealed class PeerJson(TopologyDocument document, NetworkFacts facts)
{
    private readonly Dictionary<AccessPoint, TopologyNode> _members = Index(document);

    public DerivedFile For(NodeLayout layout, string? peerSnapshotFile)
    {
        PeerFile peers = PeerFileDerivation.For(document, layout.Node, facts);
        if (peers.UseLedgerAfterSlot >= 0)
            peers = peers with { PeerSnapshotFile = peerSnapshotFile };
        FileContent content = FileContent.Of(peers.Render());
        ValueList<Provenance> lines =
            JsonLines.StepsOf(content.Bytes).Select(steps => Explain(layout.Node, peers, steps)).ToValueList();
        return new DerivedFile(
            layout.PeerFile, FileModes.Public, FileModes.Root, FileModes.Root, content, EffectOn(layout), lines);
    }

    private static ChangeEffect EffectOn(NodeLayout layout) => layout.MayReload
        ? new ChangeEffect.ReloadNode(layout.Node.Name)
        : new ChangeEffect.RestartNode(layout.Node.Name);

    private static Dictionary<AccessPoint, TopologyNode> Index(TopologyDocument document)
    {
        Dictionary<AccessPoint, TopologyNode> members = [];
        foreach (TopologyNode node in document.Nodes)
            members.TryAdd(new AccessPoint(document.MachineOf(node).Address.ToString(), node.Port), node);
        return members;
    }

    private Provenance Explain(TopologyNode node, PeerFile peers, string[] steps) => steps switch
    {
        [] => new(node.Path, "the peers of this node"),
        ["bootstrapPeers", ..] => Bootstrap(node, peers, steps),
        ["localRoots"] => new(node.Path, "peers that it always keeps a connection to"),
        ["localRoots", var at, .. var rest] => Group(node, peers.LocalRoots[Number(at)], rest),
        ["publicRoots", ..] => new(node.Path, "no further public peers: they come from the network itself"),
        ["peerSnapshotFile"] => new("pool.network", "large pools' relays as the network publishes them"),
        _ => node is RelayNode
            ? new("pool.network", "from this slot on it finds peers among the relays registered on the chain")
            : new(node.Path, "it never asks the chain for peers"),
    };

    private Provenance Bootstrap(TopologyNode node, PeerFile peers, string[] steps)
    {
        if (peers.BootstrapPeers is null)
            return node is RelayNode
                ? new("peers.bootstrap", "no bootstrap peers")
                : new(node.Path, "it knows the pool's relays and nobody else");
        if (document.Peers.Bootstrap is not BootstrapPolicy.Listed || steps.Length < 2)
            return new("peers.bootstrap", "where the network itself says that a new node finds it");
        return new($"peers.bootstrap[{steps[1]}]{Key(steps.AsSpan(2))}", "where a new node finds the network");
    }

    private Provenance Group(TopologyNode node, LocalRootGroup group, string[] steps)
    {
        string cause = group.Name ?? node.Path;
        return steps switch
        {
            ["accessPoints", var at, .. var rest] => Point(cause, group.AccessPoints[Number(at)], rest),
            ["hotValency" or "warmValency"] => new(cause, "as many connections as there are addresses"),
            ["advertise"] => new(cause, "nobody is told about this peer"),
            ["trustable"] => new(cause, group.IsTrustable
                ? "one of the pool's own: believed while the node does not know the chain yet"
                : "not the pool's own: never believed without checking"),
            ["behindFirewall"] => new(cause, "it cannot be dialled and is awaited"),
            _ => new(cause, _members.ContainsKey(group.AccessPoints[0])
                ? "a connection to the pool's own nodes: who dials is who fetches blocks"
                : "a relay of another operator"),
        };
    }

    private Provenance Point(string cause, AccessPoint point, string[] steps)
    {
        if (!_members.TryGetValue(point, out TopologyNode? member))
            return new($"{cause}{Key(steps)}", "a relay of another operator");
        return steps switch
        {
            ["address"] => new($"{document.MachineOf(member).Path}.address", $"the address of {member.Name}"),
            ["port"] => new($"{member.Path}.port", $"the node-to-node port of {member.Name}"),
            _ => new(member.Path, $"{member.Name} of the pool"),
        };
    }

    private static string Key(ReadOnlySpan<string> steps) =>
        steps is ["address" or "port"] ? $".{steps[0]}" : "";

    private static int Number(string step) => int.Parse(step, CultureInfo.InvariantCulture);
}
