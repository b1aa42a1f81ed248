using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Yaml;

/// <summary>A mapping of keys to values, without duplicates, in the order of the file.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Entries">Its keys and values.</param>
/// <param name="IsComplete">False when the text ended or broke before the mapping did: absent keys prove nothing
/// then.</param>
internal sealed record YamlMap(SourcePosition Position, IReadOnlyList<YamlEntry> Entries, bool IsComplete)
    : YamlValue(Position)
{
    public override string KindName => "a mapping";
}

/// <summary>One key of a mapping and its value.</summary>
internal sealed record YamlEntry(string Key, SourcePosition KeyPosition, YamlValue Value);
