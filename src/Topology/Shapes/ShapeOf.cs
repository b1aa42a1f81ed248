using PoolTopology.Topology.Yaml;

namespace PoolTopology.Topology.Shapes;

/// <summary>A shape that reads into a type.</summary>
internal abstract class Shape<T> : Shape
{
    /// <summary>What stands in for a value that was refused, so that reading can go on to the next mistake.</summary>
    public abstract T Placeholder { get; }

    /// <summary>Reads a value; reports every mistake in it and returns the placeholder for what was refused.</summary>
    public abstract T Read(YamlValue value, string path, ReadContext context);
}
