using System.Net;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Shapes;

namespace PoolTopology.Topology.Vocabulary;

/// <summary>The top-level keys of topology.yaml.</summary>
internal static class DocumentKeys
{
    public static readonly Key<int> Version = Key<int>.Required(
        "version", Scalars.FormatVersion, "The version of this format: 1.");

    private static readonly Key<PoolIdentity> Pool = Key<PoolIdentity>.Required("pool", PoolKeys.Shape,
        "What the pool is called and which network it belongs to.");

    private static readonly Key<EngineKind> Engine = Key<EngineKind>.Optional("engine", Scalars.Engine,
        "Which node software runs.", EngineKind.PoolTopology, "pooltopology");

    private static readonly Key<ValueList<Machine>> Machines = Key<ValueList<Machine>>.Required("machines",
        new NamedShape<Machine>("a mapping of names to machines", MachineKeys.Shape), "The computers, by name.");

    private static readonly Key<ValueList<ProducerNode>> Producers = Key<ValueList<ProducerNode>>.Required("producers",
        new NamedShape<ProducerNode>("a mapping of names to producers", NodeKeys.Producer),
        "The hidden block producer and, marked `standby: true`, the ones that may take its place.");

    private static readonly Key<ValueList<RelayNode>> Relays = Key<ValueList<RelayNode>>.Required("relays",
        new NamedShape<RelayNode>("a mapping of names to relays", NodeKeys.Relay),
        "The relays in front of the producer.");

    private static readonly Key<ValueList<ObserverNode>> Observers = Key<ValueList<ObserverNode>>.Optional("observers",
        new NamedShape<ObserverNode>("a mapping of names to observers", NodeKeys.Observer),
        "Nodes outside the pool that follow its relays like any stranger, each on a machine of its own.", [], "{}");

    private static readonly Key<PeerPolicy> Peers = Key<PeerPolicy>.Optional("peers", PolicyKeys.Peers,
        "Who the relays talk to beside the pool's own nodes.", PeerPolicy.Default);

    private static readonly Key<AccessPolicy> Access = Key<AccessPolicy>.Optional("access", PolicyKeys.Access,
        "Who may reach the machines' own services.", AccessPolicy.Default);

    private static readonly Key<IPEndPoint?> Orchestrator = Key<IPEndPoint?>.Optional(
        "orchestrator", new NullableShape<IPEndPoint>(Scalars.EndPoint),
        "Where `pool serve` listens, on a machine that runs no node; nodes attach to it, outward, over mutual TLS.", null);

    private static readonly Key<RolloutPolicy> Rollout = Key<RolloutPolicy>.Optional("rollout", PolicyKeys.Rollout,
        "How changes reach the machines.", RolloutPolicy.Default);

    private static readonly Key<AlertPolicy> Alerts = Key<AlertPolicy>.Optional("alerts", AlertKeys.Shape,
        "When a person is called; becomes rules for Prometheus.", AlertPolicy.Default);

    public static readonly SectionShape<TopologyDocument> Shape = new(
        "the file",
        values =>
        {
            values.Get(Version);
            return new TopologyDocument
            {
                Pool = values.Get(Pool),
                Engine = values.Get(Engine),
                Machines = values.Get(Machines),
                Producers = values.Get(Producers),
                Relays = values.Get(Relays),
                Observers = values.Get(Observers),
                Peers = values.Get(Peers),
                Access = values.Get(Access),
                Orchestrator = values.Get(Orchestrator),
                Rollout = values.Get(Rollout),
                Alerts = values.Get(Alerts),
            };
        },
        Version, Pool, Engine, Machines, Producers, Relays, Observers, Peers, Access, Orchestrator, Rollout, Alerts);
}
