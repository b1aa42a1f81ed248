using PoolTopology.Topology.Document;
using PoolTopology.Topology.Shapes;

namespace PoolTopology.Topology.Vocabulary;

/// <summary>The keys of one entry of <c>producers</c>, <c>relays</c> and <c>observers</c>.</summary>
internal static class NodeKeys
{
    private static readonly Key<string> Machine = Key<string>.Required(
        "machine", Scalars.Reference, "The machine that it runs on.");

    private static readonly Key<int> Port = Key<int>.Required("port", Scalars.Port, "Its node-to-node port.");

    private static readonly Key<int> RpcPort = Key<int>.Optional("rpcPort", Scalars.Port,
        "The port of its gRPC health and status services.", TopologyNode.DefaultRpcPort, "12799");

    private static readonly Key<int> MetricsPort = Key<int>.Optional("metricsPort", Scalars.Port,
        "The port of its Prometheus metrics.", TopologyNode.DefaultMetricsPort, "12798");

    private static readonly Key<bool> Standby = Key<bool>.Optional("standby", Scalars.Truth,
        "True for a producer that follows the chain and forges only after a failover; exactly one is not a standby.",
        false, "false");

    private static readonly Key<HostAddress?> Public = Key<HostAddress?>.Optional(
        "public", new NullableShape<HostAddress>(Scalars.Host),
        "The DNS name or address that the pool's registration publishes for it.", null);

    private static readonly Key<ValueList<string>?> Follows = Key<ValueList<string>?>.Optional("follows",
        new NullableShape<ValueList<string>>(
            new ListShape<string>("a list of at least one relay", Scalars.Reference, minItems: 1)),
        "The relays that it dials; left out, all of them.", null);

    public static readonly Shape<ProducerNode> Producer = new SectionShape<ProducerNode>(
        "a producer",
        values => new ProducerNode(
            values.Name, values.Get(Machine), values.Get(Port), values.Get(RpcPort), values.Get(MetricsPort),
            values.Get(Standby)),
        Machine, Port, RpcPort, MetricsPort, Standby);

    public static readonly Shape<RelayNode> Relay = new SectionShape<RelayNode>(
        "a relay",
        values => new RelayNode(
            values.Name, values.Get(Machine), values.Get(Port), values.Get(RpcPort), values.Get(MetricsPort),
            values.Get(Public)),
        Machine, Port, RpcPort, MetricsPort, Public);

    public static readonly Shape<ObserverNode> Observer = new SectionShape<ObserverNode>(
        "an observer",
        values => new ObserverNode(
            values.Name, values.Get(Machine), values.Get(Port), values.Get(RpcPort), values.Get(MetricsPort),
            values.Get(Follows)),
        Machine, Port, RpcPort, MetricsPort, Follows);
}
