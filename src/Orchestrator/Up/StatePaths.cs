namespace PoolTopology.Orchestrator.Up;

/// <summary>Where everything lies in a state directory. Paths only; nothing is touched.</summary>
/// <param name="Root">The state directory, absolute.</param>
internal sealed record StatePaths(string Root)
{
    /// <summary>Says that this is a state directory, of which format and of which pool.</summary>
    public string Marker => Path.Combine(Root, "pool-state.json");

    /// <summary>Locked while a run works on the directory.</summary>
    public string Lock => Path.Combine(Root, "lock");

    /// <summary>The genesis files and the configuration of the devnet, and the pool's cold key.</summary>
    public string Devnet => Path.Combine(Root, "devnet");

    /// <summary>A devnet that is being made; renamed to <see cref="Devnet"/> when it is complete.</summary>
    public string UnfinishedDevnet => Path.Combine(Root, "devnet.new");

    /// <summary>cardano-node's config.json for all nodes.</summary>
    public string NodeConfig => Path.Combine(Devnet, "config.json");

    /// <summary>The Shelley genesis of the devnet.</summary>
    public string ShelleyGenesis => Path.Combine(Devnet, "shelley-genesis.json");

    /// <summary>What is kept of rollouts to machines: plans, audit log, what was seen.</summary>
    public string Rollout => Path.Combine(Root, "rollout");

    /// <summary>Host keys of machines, beside those that SSH knows.</summary>
    public string KnownHosts => Path.Combine(Root, "known_hosts");

    /// <summary>What a deployment or a service cannot do without: the audit log, the authority and its database.</summary>
    public IReadOnlyList<string> OfOthers => [Path.Combine(Rollout, "audit.ndjson"), Path.Combine(Root, "serve")];

    /// <summary>One folder per node.</summary>
    public string Nodes => Path.Combine(Root, "nodes");

    /// <summary>One log per node, and the orchestrator's own.</summary>
    public string Logs => Path.Combine(Root, "logs");

    /// <summary>The orchestrator's own log.</summary>
    public string PoolLog => LogOf("pool");

    /// <summary>What only means something while a run works.</summary>
    public string Run => Path.Combine(Root, "run");

    /// <summary>The process that holds the lock.</summary>
    public string PidFile => Path.Combine(Run, "pid");

    /// <summary>Where the orchestrator really listens.</summary>
    public string EndpointFile => Path.Combine(Run, "orchestrator.json");

    /// <summary>Where the orchestrator listens, unless the path is too long for a socket.</summary>
    public string Socket => Path.Combine(Run, "orchestrator.sock");

    /// <summary>The network namespaces of the run, so that the next one can remove what a killed one left.</summary>
    public string IsolationFile => Path.Combine(Run, "isolation.json");

    /// <summary>The network namespace that a proof added to the run's.</summary>
    public string ProofFile => Path.Combine(Run, "proof.json");

    /// <summary>A node's own folder.</summary>
    public string NodeOf(string node) => Path.Combine(Nodes, node);

    /// <summary>A node's peer file.</summary>
    public string PeerFileOf(string node) => Path.Combine(NodeOf(node), "topology.json");

    /// <summary>A node's chain.</summary>
    public string DatabaseOf(string node) => Path.Combine(NodeOf(node), "db");

    /// <summary>A producer's hot keys and its forge journal.</summary>
    public string KeysOf(string node) => Path.Combine(NodeOf(node), "keys");

    /// <summary>A node's log.</summary>
    public string LogOf(string node) => Path.Combine(Logs, node + ".log");
}
