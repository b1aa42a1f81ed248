using System.Net;
using PoolTopology.Node.Control;
using PoolTopology.Storage.ChainDb;

namespace PoolTopology.Node.Config;

/// <summary>How one node process runs: what both executables take on their command line.</summary>
public sealed record NodeOptions
{
    /// <summary>The node's name in topology.yaml.</summary>
    public required string Name { get; init; }

    /// <summary>What the node is for.</summary>
    public required NodeRole Role { get; init; }

    /// <summary>cardano-node's config.json.</summary>
    public required string ConfigFile { get; init; }

    /// <summary>cardano-node's topology.json (P2P format).</summary>
    public required string TopologyFile { get; init; }

    /// <summary>The database folder.</summary>
    public required string DatabasePath { get; init; }

    /// <summary>How far apart snapshots of the ledger are, unless another distance is asked for.</summary>
    public static int SnapshotEveryBlocksDefault { get; } = new ChainDbOptions().SnapshotEveryBlocks;

    /// <summary>After how many immutable blocks the ledger is written to disk; 0 for never.</summary>
    public int SnapshotEveryBlocks { get; init; } = SnapshotEveryBlocksDefault;

    /// <summary>Where the node-to-node port listens.</summary>
    public required IPEndPoint ListenAddress { get; init; }

    /// <summary>Where gRPC (health, status, reflection) listens.</summary>
    public required IPEndPoint RpcAddress { get; init; }

    /// <summary>The orchestrator to attach to, or null to run alone.</summary>
    public ControlAddress? Control { get; init; }

    /// <summary>Where Prometheus metrics are served, or null for nowhere.</summary>
    public IPEndPoint? MetricsAddress { get; init; }

    /// <summary>A file descriptor whose end asks for a clean shutdown; only 0 (standard input) is supported.</summary>
    public int? ShutdownIpc { get; init; }
}
