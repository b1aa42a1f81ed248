using PoolTopology.Topology.Findings;
using PoolTopology.Topology.Yaml;

namespace PoolTopology.Topology.Shapes;

/// <summary>What is gathered while shapes read one file.</summary>
internal sealed class ReadContext(FindingCollector findings)
{
    public FindingCollector Findings => findings;

    public SourceMap Sources { get; } = new();

    /// <summary>Reports a value of the wrong kind, once.</summary>
    public void WrongType(YamlValue value, string path, string expectation, string? hint = null)
    {
        findings.MarkBroken(path);
        if (value is YamlScalar { IsRefused: true })
            return;
        string found = value is YamlScalar { Kind: not YamlScalarKind.Null } scalar
            ? $"{scalar.KindName} ({Quote(scalar.Text)})"
            : value.KindName;
        findings.Error(FindingCode.WrongType, value.Position, path, $"{found} where {expectation} is expected",
            hint ?? $"write {expectation}");
    }

    /// <summary>A value as it is shown in a message: quoted, on one line, shortened.</summary>
    public static string Quote(string text)
    {
        const int maxShown = 60;
        string shown = text.Length <= maxShown ? text : text[..maxShown] + "…";
        return '"' + string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)) + '"';
    }
}
