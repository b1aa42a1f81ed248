using System.Text.Json;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.KernelRules;

/// <summary>Reads sets: named ones of a table and those that are written into a rule.</summary>
internal static class SetReader
{
    private static readonly ValueSet Anything = new([], null);

    /// <summary>Properties of an element that change over time and not what it is.</summary>
    private static readonly string[] Bookkeeping = ["val", "comment", "counter"];

    /// <summary>Reads a named set.</summary>
    /// <param name="set">The body of <c>set</c> or <c>map</c>.</param>
    /// <param name="isFilledByRules">Whether a rule adds to it or takes from it.</param>
    /// <exception cref="NotUnderstoodException">An element is not what the set's type says.</exception>
    public static KernelSet ReadNamed(JsonElement set, bool isFilledByRules)
    {
        if (KindsOf(Json.Require(set, "type")) is not { } kinds)
            return new KernelSet(null, Anything, null);
        if (Json.Optional(set, "map") is { } target)
        {
            bool isVerdicts = target.ValueKind == JsonValueKind.String && target.GetString() == "verdict";
            return isVerdicts && !isFilledByRules
                ? new KernelSet(kinds, Anything, ReadEntries(kinds, Elements(set)))
                : new KernelSet(null, Anything, null);
        }
        return new KernelSet(kinds, isFilledByRules ? Anything : ReadElements(kinds, Elements(set)), null);
    }

    /// <summary>Reads elements of a set.</summary>
    public static ValueSet ReadElements(ValueList<ValueKind> kinds, IEnumerable<JsonElement> elements)
    {
        List<ValueBox> certain = [];
        List<ValueBox> possible = [];
        foreach (JsonElement element in elements)
        {
            (JsonElement value, bool isCertain) = Unwrap(element);
            ValueBox box = ReadBox(kinds, value);
            possible.Add(box);
            if (isCertain)
                certain.Add(box);
        }
        ValueList<ValueBox> all = Join(possible);
        return new ValueSet(certain.Count == possible.Count ? all : Join(certain), all);
    }

    /// <summary>Reads the lines of a verdict map: pairs of an element and a verdict.</summary>
    public static ValueList<VerdictEntry> ReadEntries(ValueList<ValueKind> kinds, IEnumerable<JsonElement> pairs)
    {
        List<VerdictEntry> entries = [];
        foreach (JsonElement pair in pairs)
        {
            JsonElement[] sides = [.. Json.List(pair)];
            if (sides.Length != 2)
                throw new NotUnderstoodException($"a map line {Json.Short(pair)}");
            ValueSet values = ReadElements(kinds, [sides[0]]);
            (string name, JsonElement value) = Json.Tagged(sides[1]);
            entries.Add(new VerdictEntry(
                values, VerdictReader.TryRead(name, value) ?? throw new NotUnderstoodException($"a map to \"{name}\"")));
        }
        return entries.ToValueList();
    }

    /// <summary>One element: a value per key.</summary>
    public static ValueBox ReadBox(ValueList<ValueKind> kinds, JsonElement value)
    {
        if (kinds.Count == 1)
            return new ValueBox([ValueReader.Read(kinds[0], value)]);
        (string name, JsonElement parts) = Json.Tagged(value);
        JsonElement[] values = [.. Json.List(parts)];
        if (name != "concat" || values.Length != kinds.Count)
            throw new NotUnderstoodException($"{Json.Short(value)} is not {kinds.Count} values");
        return new ValueBox(kinds.Zip(values, ValueReader.Read).ToValueList());
    }

    private static ValueList<ValueKind>? KindsOf(JsonElement type)
    {
        IEnumerable<JsonElement> types = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray() : [type];
        ValueKind?[] kinds = [.. types.Select(one =>
            one.ValueKind == JsonValueKind.String ? ValueKinds.OfSetType(Json.Text(one)) : null)];
        return kinds.Length == 0 || kinds.Contains(null) ? null : kinds.OfType<ValueKind>().ToValueList();
    }

    private static JsonElement.ArrayEnumerator Elements(JsonElement set) =>
        Json.Optional(set, "elem") is { } elements ? Json.List(elements) : default;

    /// <summary>
    /// An element that ends by itself, or that carries a limit which is asked when it is looked up, is not certain.
    /// </summary>
    private static (JsonElement Value, bool IsCertain) Unwrap(JsonElement element)
    {
        bool isWrapped = element.ValueKind == JsonValueKind.Object && element.TryGetProperty("elem", out _);
        if (!isWrapped)
            return (element, true);
        JsonElement body = Json.Require(element, "elem");
        bool isPlain = body.EnumerateObject().All(property => Bookkeeping.Contains(property.Name));
        return (Json.Require(body, "val"), isPlain);
    }

    /// <summary>Boxes that differ in their first field alone become one.</summary>
    private static ValueList<ValueBox> Join(List<ValueBox> boxes) => boxes
        .GroupBy(box => new ValueBox(box.Fields.Skip(1).ToValueList()))
        .Select(group => new ValueBox(
            [FieldSet.Union(group.Select(box => box.Fields[0])), .. group.Key.Fields]))
        .ToValueList();
}
