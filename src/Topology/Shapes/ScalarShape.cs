using System.Text.Json.Nodes;
using PoolTopology.Topology.Findings;
using PoolTopology.Topology.Yaml;

namespace PoolTopology.Topology.Shapes;

/// <summary>A single value that reads into a type.</summary>
/// <typeparam name="T">The type.</typeparam>
/// <param name="expectation">What is expected, as a person would say it.</param>
/// <param name="kind">The YAML kind that it must have; an integer also stands for a number.</param>
/// <param name="placeholder">Stands in for a refused value.</param>
/// <param name="parse">Reads the text.</param>
/// <param name="schema">Makes the JSON Schema without its description.</param>
/// <param name="code">The code of the finding for a value that does not parse.</param>
internal sealed class ScalarShape<T>(
    string expectation,
    YamlScalarKind kind,
    T placeholder,
    Func<string, ScalarReading<T>> parse,
    Func<JsonObject> schema,
    string code = FindingCode.BadValue) : Shape<T>
{
    public override string Expectation => expectation;

    public override T Placeholder => placeholder;

    public override T Read(YamlValue value, string path, ReadContext context)
    {
        if (value is not YamlScalar scalar || scalar.IsRefused || !IsKind(scalar.Kind))
        {
            context.WrongType(value, path, expectation, HintFor(value));
            return placeholder;
        }
        ScalarReading<T> reading = parse(scalar.Text);
        if (reading.Hint is null)
            return reading.Value;
        context.Findings.Error(code, scalar.Position, path,
            $"{ReadContext.Quote(scalar.Text)} is not {expectation}", reading.Hint);
        return placeholder;
    }

    public override JsonObject ToSchema() => schema();

    private bool IsKind(YamlScalarKind found) =>
        found == kind || (kind == YamlScalarKind.Number && found == YamlScalarKind.Integer);

    private string? HintFor(YamlValue value) => value switch
    {
        YamlScalar { Kind: YamlScalarKind.Text } when kind != YamlScalarKind.Text =>
            $"write {expectation}, without quotes",
        YamlScalar { Kind: not (YamlScalarKind.Text or YamlScalarKind.Null) } scalar when kind == YamlScalarKind.Text =>
            HintForText(scalar),
        _ => null,
    };

    /// <summary>A number in the place of a text is often a forgotten unit or forgotten quotes.</summary>
    private string HintForText(YamlScalar scalar) => parse(scalar.Text).Hint is { } hint
        ? hint
        : $"write {expectation}; in quotes: \"{scalar.Text}\"";
}
