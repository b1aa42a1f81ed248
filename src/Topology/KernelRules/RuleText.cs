using System.Text.Json;

namespace PoolTopology.Topology.KernelRules;

/// <summary>Writes a rule of nft's JSON as a person knows it from nft's text; for messages only.</summary>
internal static class RuleText
{
    private const int MostCharacters = 300;

    /// <summary>The rule in one line.</summary>
    public static string Of(JsonElement expressions)
    {
        string text = expressions.ValueKind == JsonValueKind.Array
            ? string.Join(' ', expressions.EnumerateArray().Select(Expression))
            : Value(expressions);
        return text.Length <= MostCharacters ? text : text[..MostCharacters] + "…";
    }

    private static string Expression(JsonElement expression)
    {
        if (expression.ValueKind != JsonValueKind.Object)
            return Value(expression);
        return string.Join(' ', expression.EnumerateObject().Select(property => property.Name switch
        {
            "match" => Match(property.Value),
            "counter" => property.Value.ValueKind == JsonValueKind.String ? $"counter name {property.Value.GetString()}" : "counter",
            "set" => $"{Member(property.Value, "op")} {Member(property.Value, "set")} {{ {Member(property.Value, "elem")} {Member(property.Value, "stmt")} }}",
            _ when property.Value.ValueKind == JsonValueKind.Null => property.Name,
            _ => $"{property.Name} {Value(property.Value)}",
        }));
    }

    private static string Match(JsonElement match)
    {
        string op = Member(match, "op");
        string between = op is "==" or "in" ? " " : $" {op} ";
        return Member(match, "left") + between + Member(match, "right");
    }

    private static string Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? Value(value) : "";

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Value)),
        JsonValueKind.Object => string.Join(' ', value.EnumerateObject().Select(Tagged)),
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    private static string Tagged(JsonProperty property) => property.Name switch
    {
        "payload" => $"{Member(property.Value, "protocol")} {Member(property.Value, "field")}".TrimStart(),
        "meta" => $"meta {Member(property.Value, "key")}",
        "ct" => $"ct {Member(property.Value, "key")}",
        "prefix" => $"{Member(property.Value, "addr")}/{Member(property.Value, "len")}",
        "range" when property.Value.ValueKind == JsonValueKind.Array =>
            string.Join('-', property.Value.EnumerateArray().Select(Value)),
        "concat" when property.Value.ValueKind == JsonValueKind.Array =>
            string.Join(" . ", property.Value.EnumerateArray().Select(Value)),
        "&" when property.Value.ValueKind == JsonValueKind.Array =>
            string.Join(" & ", property.Value.EnumerateArray().Select(Value)),
        "set" => $"{{ {Value(property.Value)} }}",
        _ => $"{property.Name} {Value(property.Value)}".TrimEnd(),
    };
}
