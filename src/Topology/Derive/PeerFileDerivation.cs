using PoolTopology.Topology.Document;
using PoolTopology.Topology.PeerFiles;

namespace PoolTopology.Topology.Derive;

/// <summary>Makes each node's topology.json from the plan.</summary>
/// <remarks>
/// Pure, and independent of the order of entries in topology.yaml. Each group is named after the key that caused it.
/// A producer knows its relays and nothing else. A relay knows the producers, its siblings, the partners and the
/// network; it dials the producer as well, because in Ouroboros the side that dials is the side that fetches blocks.
/// </remarks>
public static class PeerFileDerivation
{
    /// <summary>The peers of a node on a network whose facts are known to this program.</summary>
    public static PeerFile For(TopologyDocument document, TopologyNode node)
    {
        ArgumentNullException.ThrowIfNull(document);
        return For(document, node, NetworkFacts.Of(document.Pool.Network));
    }

    /// <summary>The peers of a node.</summary>
    /// <param name="document">The plan.</param>
    /// <param name="node">A node of the plan.</param>
    /// <param name="facts">What the network says about its peers.</param>
    public static PeerFile For(TopologyDocument document, TopologyNode node, NetworkFacts facts)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(facts);
        return node switch
        {
            ProducerNode => ForProducer(document),
            RelayNode relay => ForRelay(document, relay, facts),
            ObserverNode observer => ForObserver(document, observer),
            _ => throw new ArgumentException($"no peers are derived for {node.Role}", nameof(node)),
        };
    }

    private static PeerFile ForProducer(TopologyDocument document) => new()
    {
        LocalRoots = [RelayGroup(document, "relays", document.Relays, isTrustable: true)],
        PublicRoots = [new PublicRootGroup([], IsAdvertised: false)],
    };

    private static PeerFile ForObserver(TopologyDocument document, ObserverNode observer) => new()
    {
        LocalRoots =
        [
            RelayGroup(
                document, observer.Follows is null ? "relays" : $"{observer.Path}.follows",
                document.FollowedBy(observer), isTrustable: false),
        ],
        PublicRoots = [new PublicRootGroup([], IsAdvertised: false)],
    };

    private static PeerFile ForRelay(TopologyDocument document, RelayNode relay, NetworkFacts facts)
    {
        IEnumerable<TopologyNode> members = [.. ByName(document.Producers), .. Siblings.Of(document, relay)];
        return new PeerFile
        {
            LocalRoots = members.Select(member => MemberGroup(document, member))
                .Concat(document.Peers.Partners.Select(PartnerGroup))
                .ToValueList(),
            PublicRoots = [new PublicRootGroup([], IsAdvertised: false)],
            BootstrapPeers = BootstrapPeers(document.Peers.Bootstrap, facts),
            UseLedgerAfterSlot = facts.UseLedgerAfterSlot,
        };
    }

    private static ValueList<AccessPoint>? BootstrapPeers(BootstrapPolicy policy, NetworkFacts facts) => policy switch
    {
        BootstrapPolicy.Listed listed => listed.Peers.Select(PointOf).ToValueList(),
        BootstrapPolicy.Network when facts.BootstrapPeers.Count > 0 => facts.BootstrapPeers,
        _ => null,
    };

    private static LocalRootGroup RelayGroup(
        TopologyDocument document, string name, IEnumerable<RelayNode> relays, bool isTrustable)
    {
        ValueList<AccessPoint> points = ByName(relays).Select(relay => PointOf(document, relay)).ToValueList();
        return new LocalRootGroup
        {
            Name = name,
            AccessPoints = points,
            HotValency = points.Count,
            WarmValency = points.Count,
            IsTrustable = isTrustable,
        };
    }

    private static LocalRootGroup MemberGroup(TopologyDocument document, TopologyNode member) => new()
    {
        Name = member.Path,
        AccessPoints = [PointOf(document, member)],
        HotValency = 1,
        WarmValency = 1,
        IsTrustable = true,
    };

    /// <summary>
    /// Partners are kept, never trusted: they are somebody else's machines. A DNS name may stand for two.
    /// </summary>
    private static LocalRootGroup PartnerGroup(PeerAddress partner, int index) => new()
    {
        Name = $"peers.partners[{index}]",
        AccessPoints = [PointOf(partner)],
        HotValency = 1,
        WarmValency = partner.Host.IsDnsName ? 2 : 1,
    };

    private static AccessPoint PointOf(PeerAddress peer) => new(peer.Host.Text, peer.Port);

    private static AccessPoint PointOf(TopologyDocument document, TopologyNode node) =>
        new(document.MachineOf(node).Address.ToString(), node.Port);

    private static IEnumerable<T> ByName<T>(IEnumerable<T> nodes)
        where T : TopologyNode => nodes.OrderBy(node => node.Name, StringComparer.Ordinal);
}
