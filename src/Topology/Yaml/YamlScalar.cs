using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Yaml;

/// <summary>A single value.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Text">Its text, without quotes and with escapes resolved.</param>
/// <param name="Kind">What the YAML core schema says that it is.</param>
internal sealed record YamlScalar(SourcePosition Position, string Text, YamlScalarKind Kind) : YamlValue(Position)
{
    /// <summary>True for a value that was already reported and says nothing about its type.</summary>
    public bool IsRefused { get; init; }

    public override string KindName => Kind switch
    {
        YamlScalarKind.Null => "nothing",
        YamlScalarKind.Truth => "a truth value",
        YamlScalarKind.Integer or YamlScalarKind.Number => "a number",
        _ => "text",
    };
}
