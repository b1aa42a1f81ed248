using System.Text.Json.Nodes;

namespace PoolTopology.Topology.Shapes;

/// <summary>What may stand at one place of topology.yaml.</summary>
/// <remarks>
/// One description serves both the reader and the JSON Schema, so the two cannot drift apart.
/// </remarks>
internal abstract class Shape
{
    /// <summary>What is expected, as a person would say it: "a port, 1 to 65535".</summary>
    public abstract string Expectation { get; }

    /// <summary>This shape in JSON Schema 2020-12.</summary>
    public abstract JsonObject ToSchema();
}
