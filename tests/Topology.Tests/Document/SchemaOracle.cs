using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PoolTopology.Topology.Tests.Document;

/// <summary>A slow, obvious validator for the part of JSON Schema 2020-12 that the schema uses; it refuses any other keyword.</summary>
internal static class SchemaOracle
{
    public static void Check(JsonNode? value, JsonNode schema, string path, List<string> violations)
    {
        JsonValueKind kind = value?.GetValueKind() ?? JsonValueKind.Null;
        foreach ((string keyword, JsonNode? node) in schema.AsObject())
        {
            JsonNode argument = node!; // No keyword of the schema is null.
            bool isSatisfied = keyword switch
            {
                "$schema" or "title" or "description" or "format" or "additionalProperties" or "propertyNames" => true,
                "type" => IsType(value, kind, (string)argument!),
                "const" => JsonNode.DeepEquals(value, argument),
                "enum" => argument.AsArray().Any(item => JsonNode.DeepEquals(item, value)),
                "pattern" => kind != JsonValueKind.String || Regex.IsMatch((string)value!, (string)argument!),
                "minLength" => kind != JsonValueKind.String || ((string)value!).Length >= (int)argument,
                "maxLength" => kind != JsonValueKind.String || ((string)value!).Length <= (int)argument,
                "minItems" => kind != JsonValueKind.Array || value!.AsArray().Count >= (int)argument,
                "minimum" => kind != JsonValueKind.Number || Number(value!) >= Number(argument),
                "maximum" => kind != JsonValueKind.Number || Number(value!) <= Number(argument),
                "required" => kind != JsonValueKind.Object || argument.AsArray().All(name => value!.AsObject().ContainsKey((string)name!)),
                "anyOf" => argument.AsArray().Any(option => Satisfies(value, option!)),
                "items" => Descend(value as JsonArray, argument, path, violations),
                "properties" => true,
                _ => throw new InvalidOperationException($"keyword {keyword}"),
            };
            if (!isSatisfied)
                violations.Add($"{path}: {keyword} {argument.ToJsonString()}");
        }
        if (value is JsonObject properties)
            CheckProperties(properties, schema, path, violations);
    }

    private static void CheckProperties(JsonObject value, JsonNode schema, string path, List<string> violations)
    {
        foreach ((string name, JsonNode? property) in value)
        {
            if (schema["propertyNames"] is { } names)
                Check(JsonValue.Create(name), names, $"{path}.{name}", violations);
            JsonNode? known = schema["properties"]?[name];
            JsonNode? other = schema["additionalProperties"];
            if (known is not null)
                Check(property, known, $"{path}.{name}", violations);
            else if (other is JsonObject)
                Check(property, other, $"{path}.{name}", violations);
            else if (other is not null && !(bool)other)
                violations.Add($"{path}.{name}: unknown");
        }
    }

    private static bool Descend(JsonArray? list, JsonNode schema, string path, List<string> violations)
    {
        for (int i = 0; i < (list?.Count ?? 0); i++)
            Check(list![i], schema, $"{path}[{i}]", violations);
        return true;
    }

    private static bool Satisfies(JsonNode? value, JsonNode schema)
    {
        List<string> violations = [];
        Check(value, schema, "", violations);
        return violations.Count == 0;
    }

    private static bool IsType(JsonNode? value, JsonValueKind kind, string type) => type switch
    {
        "object" => kind == JsonValueKind.Object,
        "array" => kind == JsonValueKind.Array,
        "string" => kind == JsonValueKind.String,
        "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
        "number" => kind == JsonValueKind.Number,
        "integer" => kind == JsonValueKind.Number && Number(value!) is var n && n == decimal.Truncate(n),
        _ => throw new InvalidOperationException($"type {type}"),
    };

    private static decimal Number(JsonNode value) => decimal.Parse(value.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture);
}
