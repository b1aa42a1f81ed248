namespace PoolTopology.Topology.Yaml;

/// <summary>How large a topology.yaml may be; beyond it, the file is refused with one finding.</summary>
/// <remarks>Twenty thousand partner relays fit; a stack, a queue or a list that a hostile file could grow does
/// not.</remarks>
internal static class YamlLimits
{
    /// <summary>Units: UTF-16 code units, or bytes before decoding.</summary>
    public const int MaxLength = 4 * 1024 * 1024;

    /// <summary>Mappings and lists inside each other; the vocabulary needs five.</summary>
    public const int MaxDepth = 16;

    /// <summary>Scalars, mappings and lists in one file.</summary>
    public const int MaxNodes = 250_000;
}
