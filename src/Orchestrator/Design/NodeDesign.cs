using System.Collections.Immutable;
using System.Net;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Design;

/// <summary>One node as the topology file wants it, with everything derived for it.</summary>
/// <param name="Name">Its name in the topology file.</param>
/// <param name="Role">What it is for.</param>
/// <param name="IsStandby">A producer that follows the chain without keys.</param>
/// <param name="Machine">The machine that it runs on.</param>
/// <param name="NodeAddress">Where it serves the node-to-node protocols.</param>
/// <param name="RpcAddress">Where it serves gRPC.</param>
/// <param name="MetricsAddress">Where it serves metrics.</param>
/// <param name="PeerFile">The text of its topology.json.</param>
/// <param name="Peers">The addresses that its peer file names as local roots, in the file's order.</param>
internal sealed record NodeDesign(
    string Name,
    NodeRole Role,
    bool IsStandby,
    string Machine,
    IPEndPoint NodeAddress,
    IPEndPoint RpcAddress,
    IPEndPoint MetricsAddress,
    string PeerFile,
    ImmutableArray<string> Peers);
