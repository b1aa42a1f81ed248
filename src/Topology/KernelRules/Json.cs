using System.Text.Json;

namespace PoolTopology.Topology.KernelRules;

/// <summary>Takes JSON values apart strictly: another shape than expected is not understood.</summary>
internal static class Json
{
    /// <summary>The only property of an object, as nft writes tagged values: <c>{ "accept": null }</c>.</summary>
    public static (string Name, JsonElement Value) Tagged(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            using JsonElement.ObjectEnumerator properties = element.EnumerateObject();
            if (properties.MoveNext())
            {
                JsonProperty only = properties.Current;
                if (!properties.MoveNext())
                    return (only.Name, only.Value);
            }
        }
        throw new NotUnderstoodException($"expected an object with one property, found {Short(element)}");
    }

    /// <summary>A property that must be there.</summary>
    public static JsonElement Require(JsonElement element, string name) => Optional(element, name)
        ?? throw new NotUnderstoodException($"\"{name}\" is missing in {Short(element)}");

    /// <summary>A property, or null where it is absent.</summary>
    public static JsonElement? Optional(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new NotUnderstoodException($"expected an object with \"{name}\", found {Short(element)}");
        return element.TryGetProperty(name, out JsonElement value) ? value : null;
    }

    /// <summary>A text.</summary>
    public static string Text(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? element.GetString() ?? ""
        : throw new NotUnderstoodException($"expected a text, found {Short(element)}");

    /// <summary>A text property that must be there.</summary>
    public static string Text(JsonElement element, string name) => Text(Require(element, name));

    /// <summary>A whole number.</summary>
    public static long Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long number)
            ? number
            : throw new NotUnderstoodException($"expected a whole number, found {Short(element)}");

    /// <summary>The elements of a list.</summary>
    public static JsonElement.ArrayEnumerator List(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? element.EnumerateArray()
        : throw new NotUnderstoodException($"expected a list, found {Short(element)}");

    /// <summary>Refuses an object that has another property than these.</summary>
    public static void AllowOnly(JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!names.Contains(property.Name))
                throw new NotUnderstoodException($"\"{property.Name}\" in {Short(element)}");
        }
    }

    /// <summary>The beginning of a value's text, for messages.</summary>
    public static string Short(JsonElement element)
    {
        const int most = 120;
        string text = element.ValueKind == JsonValueKind.Undefined ? "nothing" : element.GetRawText();
        return text.Length <= most ? text : text[..most] + "…";
    }
}
