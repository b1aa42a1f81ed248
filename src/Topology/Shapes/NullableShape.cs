using System.Text.Json.Nodes;
using PoolTopology.Topology.Yaml;

namespace PoolTopology.Topology.Shapes;

/// <summary>The same shape for a key whose absence means null.</summary>
internal sealed class NullableShape<T>(Shape<T> shape) : Shape<T?>, IContainer
    where T : class
{
    public override string Expectation => shape.Expectation;

    public override T? Placeholder => null;

    public Shape Item => shape;

    public override T? Read(YamlValue value, string path, ReadContext context) => shape.Read(value, path, context);

    public override JsonObject ToSchema() => shape.ToSchema();
}
