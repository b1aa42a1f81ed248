using System.Text.Json.Nodes;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Shapes;
using PoolTopology.Topology.Yaml;

namespace PoolTopology.Topology.Vocabulary;

/// <summary>The value of <c>peers.bootstrap</c>: a word or a list of peers.</summary>
internal sealed class BootstrapShape(Shape<ValueList<PeerAddress>> list) : Shape<BootstrapPolicy>, IContainer
{
    private static readonly Shape<BootstrapPolicy> Word = new ScalarShape<BootstrapPolicy>(
        "`network`, `none` or a list of peers", YamlScalarKind.Text, new BootstrapPolicy.Network(),
        text => text switch
        {
            "network" => ScalarReading.Good<BootstrapPolicy>(new BootstrapPolicy.Network()),
            "none" => ScalarReading.Good<BootstrapPolicy>(new BootstrapPolicy.None()),
            _ => ScalarReading.Bad<BootstrapPolicy>("write network, none, or a list of { address, port }"),
        },
        () => new JsonObject { ["enum"] = new JsonArray("network", "none") });

    public override string Expectation => Word.Expectation;

    public override BootstrapPolicy Placeholder => Word.Placeholder;

    public Shape Item => list;

    public override BootstrapPolicy Read(YamlValue value, string path, ReadContext context) => value is YamlList
        ? new BootstrapPolicy.Listed(list.Read(value, path, context))
        : Word.Read(value, path, context);

    public override JsonObject ToSchema() => new() { ["anyOf"] = new JsonArray(Word.ToSchema(), list.ToSchema()) };
}
