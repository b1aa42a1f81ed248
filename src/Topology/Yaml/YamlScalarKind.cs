using System.Text.RegularExpressions;

namespace PoolTopology.Topology.Yaml;

/// <summary>The types of the YAML 1.2 core schema.</summary>
/// <remarks>Spec: https://yaml.org/spec/1.2.2/#1032-tag-resolution</remarks>
internal enum YamlScalarKind
{
    Text,
    Null,
    Truth,
    Integer,
    Number,
}

/// <summary>Tells the type of a plain (unquoted) scalar.</summary>
internal static partial class YamlScalarKinds
{
    public static YamlScalarKind OfPlain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => YamlScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => YamlScalarKind.Truth,
        _ when IntegerPattern().IsMatch(text) => YamlScalarKind.Integer,
        _ when NumberPattern().IsMatch(text) => YamlScalarKind.Number,
        _ => YamlScalarKind.Text,
    };

    [GeneratedRegex(@"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex IntegerPattern();

    [GeneratedRegex(
        @"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}
