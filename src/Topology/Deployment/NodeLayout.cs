using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Deployment;

/// <summary>Where the files of one node lie and what its service is called.</summary>
/// <remarks>
/// A standby of this project's own node runs in the program that holds no keys, so that no mistake makes it forge;
/// cardano-node has one program, and its standby is told at its start not to forge.
/// </remarks>
internal sealed record NodeLayout
{
    public NodeLayout(EngineKind engine, TopologyNode node)
    {
        Node = node;
        IsReference = engine == EngineKind.CardanoNode;
        IsStandby = node is ProducerNode { IsStandby: true };
        Program = IsReference ? "cardano-node" : Forges ? "pool-producer" : "pool-relay";
        Home = IsReference ? "cardano-node" : "pooltopology";
    }

    public TopologyNode Node { get; }

    /// <summary>True for cardano-node, the reference implementation.</summary>
    public bool IsReference { get; }

    public bool IsStandby { get; }

    public bool Forges => Node is ProducerNode { IsStandby: false };

    /// <summary>True when the node is started with the pool's keys.</summary>
    public bool HoldsKeys => Forges || (IsReference && IsStandby);

    /// <summary>True when the node takes a changed topology.json without a restart, and does nothing else.</summary>
    /// <remarks>On SIGHUP cardano-node reads its keys too, and a standby would begin to forge.</remarks>
    public bool MayReload => !(IsReference && IsStandby);

    public string Program { get; }

    public string User => Program;

    public string UnitName => $"{Program}@{Node.Name}.service";

    public string UnitPath => $"/etc/systemd/system/{UnitName}";

    public string Executable => $"{BinFolder}/{Program}";

    public string ConfigFile => $"/etc/{Home}/{Node.Name}/config.json";

    public string PeerFile => $"/etc/{Home}/{Node.Name}/topology.json";

    public string NetworkFolder => $"/etc/{Home}/network";

    public string KeyFolder => $"/etc/{Home}/keys/{Node.Name}";

    public string KesKey => $"{KeyFolder}/kes.skey";

    public string VrfKey => $"{KeyFolder}/vrf.skey";

    public string Certificate => $"{KeyFolder}/{(IsReference ? "node.cert" : "opcert.cert")}";

    /// <summary>What the node asks its orchestrator for its first certificate with.</summary>
    public string Enrolment => $"{KeyFolder}/enrolment.pem";

    /// <summary>Where the node keeps its certificate for the orchestrator.</summary>
    public string ControlIdentity => $"{StateFolder}/control.pem";

    /// <summary>The folder below /var/lib that systemd makes for the node.</summary>
    public string StateName => $"{Home}/{Node.Name}";

    public string StateFolder => $"/var/lib/{StateName}";

    /// <summary>The folder of programs of the release in force.</summary>
    private const string BinFolder = "/opt/pooltopology/current/bin";

    private string Home { get; }
}
