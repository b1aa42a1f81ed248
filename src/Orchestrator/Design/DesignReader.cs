using System.Collections.Immutable;
using System.Net;
using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;
using PoolTopology.Topology.PeerFiles;

namespace PoolTopology.Orchestrator.Design;

/// <summary>Reads a topology file and derives from it everything that the orchestrator runs and watches.</summary>
/// <param name="path">The file's path.</param>
/// <param name="isolation">
/// Puts every machine at its address on the isolated network; null leaves the file's addresses.
/// </param>
internal sealed class DesignReader(string path, Func<IEnumerable<string>, IsolationPlan>? isolation)
{
    /// <summary>Reads a topology file's text.</summary>
    public DesignResult Read(string text) => Design(TopologyReader.Read(text, path));

    /// <summary>Reads the topology file; one that cannot be read is an error like any other.</summary>
    public DesignResult ReadFile() => Design(TopologyReader.ReadFile(path));

    private DesignResult Design(TopologyResult result)
    {
        ImmutableArray<string> warnings =
            [.. result.Findings.Where(finding => finding.Severity == Severity.Warning).Select(finding => finding.ToString())];
        if (result.Document is not { } document)
            return new DesignResult(null, [.. result.Errors.Select(finding => finding.ToString())], warnings);
        if (isolation is not null)
            document = Relocate(document, isolation(document.Machines.Select(machine => machine.Name)).Addresses);
        return new DesignResult(Design(document), [], warnings);
    }

    // A partner that is a machine of this file under its real address moves with that machine.
    private static TopologyDocument Relocate(TopologyDocument document, IReadOnlyDictionary<string, IPAddress> addresses)
    {
        PeerAddress MovePartner(PeerAddress partner) =>
            document.Machines.FirstOrDefault(machine => machine.Address.Equals(partner.Host.Ip)) is { } machine
                ? partner with { Host = HostAddress.Of(addresses[machine.Name]) }
                : partner;
        TopologyDocument moved = document.WithAddresses(addresses);
        return moved with
        {
            Peers = moved.Peers with { Partners = [.. document.Peers.Partners.Select(MovePartner)] },
        };
    }

    private static PoolDesign Design(TopologyDocument document) => new(
        document.Pool.Name,
        document.Pool.Ticker,
        document.Pool.Network,
        document.Engine,
        document.Pool.Devnet,
        [.. document.Nodes.Select(node => Design(document, node))],
        [.. document.Machines.Select(machine =>
            new MachineDesign(machine.Name, machine.Address, FirewallDerivation.For(document, machine.Name)))])
    {
        Orchestrator = document.Orchestrator,
    };

    private static NodeDesign Design(TopologyDocument document, TopologyNode node)
    {
        PeerFile peers = PeerFileDerivation.For(document, node);
        return new NodeDesign(
            node.Name,
            node.Role,
            node is ProducerNode { IsStandby: true },
            node.MachineName,
            document.EndPointOf(node),
            document.RpcEndPointOf(node),
            document.MetricsEndPointOf(node),
            peers.Render(),
            [.. peers.LocalRoots.SelectMany(group => group.AccessPoints).Select(point => point.ToString())]);
    }
}
