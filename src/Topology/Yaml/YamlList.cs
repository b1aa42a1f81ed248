using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Yaml;

/// <summary>A sequence of values.</summary>
internal sealed record YamlList(SourcePosition Position, IReadOnlyList<YamlValue> Items) : YamlValue(Position)
{
    public override string KindName => "a list";
}
