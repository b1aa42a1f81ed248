using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Yaml;

/// <summary>A node of a YAML document with its place in the file.</summary>
internal abstract record YamlValue(SourcePosition Position)
{
    /// <summary>What a person would call it: "a mapping", "a list", "text", "a number", …</summary>
    public abstract string KindName { get; }
}
