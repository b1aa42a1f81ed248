using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;
using PoolTopology.Topology.Yaml;

namespace PoolTopology.Topology.Validation;

/// <summary>Partners and bootstrap peers are somebody else's nodes, each listed once.</summary>
internal static class PeerRule
{
    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        PeerPolicy peers = input.Document.Peers;
        IEnumerable<RuleFinding> found = CheckList(input, "peers.partners", peers.Partners);
        return peers.Bootstrap is BootstrapPolicy.Listed listed
            ? found.Concat(CheckList(input, "peers.bootstrap", listed.Peers))
            : found;
    }

    private static IEnumerable<RuleFinding> CheckList(RuleInput input, string section, ValueList<PeerAddress> peers)
    {
        Dictionary<string, TopologyNode> own = OwnHosts(input);
        Dictionary<PeerAddress, int> seen = [];
        for (int i = 0; i < peers.Count; i++)
        {
            string path = YamlPath.Index(section, i);
            if (own.TryGetValue(peers[i].Host.Text, out TopologyNode? node))
                yield return OwnNode($"{path}.address", peers[i], node);
            else if (!seen.TryAdd(peers[i], i))
                yield return Repeated(path, peers[i], YamlPath.Index(section, seen[peers[i]]));
        }
    }

    /// <summary>All texts under which the pool's own nodes could be written.</summary>
    private static Dictionary<string, TopologyNode> OwnHosts(RuleInput input)
    {
        Dictionary<string, TopologyNode> hosts = new(StringComparer.Ordinal);
        IEnumerable<Placement> members = input.Placements.Where(placement => placement.Node is not ObserverNode);
        foreach ((TopologyNode node, Machine machine) in members)
        {
            hosts.TryAdd(machine.Address.ToString(), node);
            if (node is RelayNode { Public: { } name })
                hosts.TryAdd(name.Text, node);
        }
        return hosts;
    }

    private static RuleFinding OwnNode(string path, PeerAddress peer, TopologyNode node)
    {
        bool isProducer = node is ProducerNode;
        return new RuleFinding(
            Severity.Error, isProducer ? FindingCode.PartnerIsOwnNode : FindingCode.OverlappingPeers, path,
            $"{peer.Host} is {(isProducer ? $"the hidden producer {node.Name}" : $"the pool's own {node.Path}")}",
            "list nodes of other operators only; the pool's own nodes know each other already")
        {
            RestsOn = [$"machines.{node.MachineName}.address"],
        };
    }

    private static RuleFinding Repeated(string path, PeerAddress peer, string first) =>
        new(Severity.Error, FindingCode.RepeatedEntry, path, $"{peer.Host} port {peer.Port} is already {first}",
            "keep one of the two")
        {
            RestsOn = [first],
        };
}
