using PoolTopology.Topology.Yaml;

namespace PoolTopology.Topology.Shapes;

/// <summary>The keys of one mapping while its value is built.</summary>
internal sealed class SectionValues(string path, IReadOnlyDictionary<string, YamlValue> values, ReadContext context)
{
    /// <summary>The path of the mapping.</summary>
    public string Path => path;

    /// <summary>The last part of the path: the name of an entry in a mapping of names.</summary>
    public string Name => path[(path.LastIndexOf('.') + 1)..];

    /// <summary>The value of a key: as written, its default when absent, a placeholder when refused.</summary>
    public T Get<T>(Key<T> key) => values.TryGetValue(key.Name, out YamlValue? value)
        ? key.TypedShape.Read(value, YamlPath.Key(path, key.Name), context)
        : key.Default;
}
