using System.Text.Json;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.KernelRules;

/// <summary>Reads the pieces of one rule.</summary>
/// <param name="sets">The named sets of the rule's table.</param>
internal sealed class ExpressionReader(IReadOnlyDictionary<string, KernelSet> sets)
{
    private bool _isWithPorts;

    /// <summary>The pieces, in order.</summary>
    /// <exception cref="NotUnderstoodException">One of them could change what passes in a way not covered here.</exception>
    public ValueList<KernelExpression> Read(JsonElement expressions)
    {
        _isWithPorts = false;
        List<KernelExpression> read = [];
        foreach (JsonElement expression in Json.List(expressions))
        {
            KernelExpression next = ReadOne(expression);
            RequirePorts(next);
            read.Add(next);
        }
        return read.ToValueList();
    }

    private KernelExpression ReadOne(JsonElement expression)
    {
        // nft writes `log`, `counter` and the like without options as a text, with options as an object.
        if (expression.ValueKind == JsonValueKind.String)
            return Statement(Json.Text(expression), expression);
        (string name, JsonElement value) = Json.Tagged(expression);
        return name switch
        {
            "match" => Match(value),
            "vmap" => VerdictMap(value),
            _ when VerdictReader.TryRead(name, value) is { } verdict => new KernelExpression.Decide(verdict),
            _ => Statement(name, value),
        };
    }

    private static KernelExpression Statement(string name, JsonElement value) => name switch
    {
        "counter" => new KernelExpression.Neutral(value.ValueKind == JsonValueKind.String ? Json.Text(value) : null),
        "log" => new KernelExpression.Neutral(null),
        "limit" or "quota" or "ct count" => new KernelExpression.MayMatch([], name),
        "set" => new KernelExpression.MayMatch(KeysOfElement(Json.Require(value, "elem")), name),
        "meter" => new KernelExpression.MayMatch(KeysOfElement(Json.Require(value, "key")), name),
        _ => throw new NotUnderstoodException($"\"{name}\" {Json.Short(value)}"),
    };

    /// <summary>What a statement puts into a set: a field, masked or not, with a timeout or not.</summary>
    private static ValueList<FieldKey> KeysOfElement(JsonElement element)
    {
        (string name, JsonElement value) = Json.Tagged(element);
        return name switch
        {
            "elem" => KeysOfElement(Json.Require(value, "val")),
            "&" => KeysOfElement(Json.List(value).First()),
            "concat" => Json.List(value).SelectMany(KeysOfElement).ToValueList(),
            _ => KeyReader.Read(element),
        };
    }

    private KernelExpression Match(JsonElement match)
    {
        string op = Json.Text(match, "op");
        JsonElement left = Json.Require(match, "left");
        JsonElement right = Json.Require(match, "right");
        (string kind, JsonElement operands) = Json.Tagged(left);
        if (kind == "&")
            return Masked(op, operands, right);
        if (kind == "meta" && Json.Text(operands, "key") == "nfproto")
            return Family(op, right);
        ValueList<FieldKey> keys = KeyReader.Read(left);
        return op switch
        {
            "==" => new KernelExpression.Condition(keys, IsNegated: false, Values(keys, right)),
            "!=" => new KernelExpression.Condition(keys, IsNegated: true, Values(keys, right)),
            "in" => Condition(keys, ValueReader.ReadAnyOf(keys[0].Kind, right)),
            "<" or ">" or "<=" or ">=" => Condition(keys, Comparison(keys[0].Kind, op, right)),
            _ => throw new NotUnderstoodException($"the comparison \"{op}\""),
        };
    }

    private static KernelExpression.Condition Condition(ValueList<FieldKey> keys, FieldSet values)
    {
        if (keys.Count != 1)
            throw new NotUnderstoodException("several fields compared as one number");
        ValueList<ValueBox> boxes = [new ValueBox([values])];
        return new KernelExpression.Condition(keys, IsNegated: false, new ValueSet(boxes, boxes));
    }

    private static FieldSet Comparison(ValueKind kind, string op, JsonElement right)
    {
        if (kind is ValueKind.Interface or ValueKind.State or ValueKind.Direction)
            throw new NotUnderstoodException($"an order of {kind}s");
        UInt128 bound = ValueReader.ReadNumber(kind, right);
        UInt128 greatest = ValueKinds.Greatest(kind);
        FieldSet upTo = FieldSet.Between(0, bound);
        FieldSet below = upTo.Except(FieldSet.Of([new ValueRange(bound, bound)]));
        return op switch
        {
            "<" => below,
            "<=" => upTo,
            ">" => upTo.ComplementUpTo(greatest),
            _ => below.ComplementUpTo(greatest),
        };
    }

    private ValueSet Values(ValueList<FieldKey> keys, JsonElement right)
    {
        ValueList<ValueKind> kinds = keys.Select(key => key.Kind).ToValueList();
        if (right.ValueKind == JsonValueKind.String && Json.Text(right).StartsWith('@'))
            return Named(Json.Text(right)[1..], kinds).Values;
        bool isSet = right.ValueKind == JsonValueKind.Object && right.TryGetProperty("set", out _);
        return SetReader.ReadElements(kinds, isSet ? Json.List(Json.Require(right, "set")) : [right]);
    }

    private KernelSet Named(string name, ValueList<ValueKind> kinds)
    {
        if (!sets.TryGetValue(name, out KernelSet? set))
            throw new NotUnderstoodException($"the set @{name} is not listed");
        return kinds.Equals(set.Kinds) ? set : throw new NotUnderstoodException($"the set @{name} holds values of another type");
    }

    private KernelExpression.DecideBy VerdictMap(JsonElement map)
    {
        ValueList<FieldKey> keys = KeyReader.Read(Json.Require(map, "key"));
        ValueList<ValueKind> kinds = keys.Select(key => key.Kind).ToValueList();
        JsonElement data = Json.Require(map, "data");
        if (data.ValueKind != JsonValueKind.String)
            return new KernelExpression.DecideBy(keys, SetReader.ReadEntries(kinds, Json.List(Json.Require(data, "set"))));
        string name = Json.Text(data).TrimStart('@');
        return new KernelExpression.DecideBy(
            keys, Named(name, kinds).Entries ?? throw new NotUnderstoodException($"@{name} is no verdict map"));
    }

    private static KernelExpression.Condition Masked(string op, JsonElement operands, JsonElement right)
    {
        JsonElement[] sides = [.. Json.List(operands)];
        if (sides.Length != 2 || op is not ("==" or "!="))
            throw new NotUnderstoodException($"bits compared by \"{op}\"");
        ValueList<FieldKey> keys = KeyReader.Read(sides[0]);
        if (keys.Count != 1 || keys[0].Kind != ValueKind.TcpFlags)
            throw new NotUnderstoodException("bits of something else than TCP flags");
        return Condition(keys, ValueReader.ReadMasked(sides[1], right, isNegated: op == "!="));
    }

    private static KernelExpression.OfFamily Family(string op, JsonElement right)
    {
        bool isV4 = Json.Text(right) switch
        {
            "ipv4" => true,
            "ipv6" => false,
            var other => throw new NotUnderstoodException($"the family {other}"),
        };
        return op switch
        {
            "==" => new KernelExpression.OfFamily(isV4, !isV4),
            "!=" => new KernelExpression.OfFamily(!isV4, isV4),
            _ => throw new NotUnderstoodException($"a family compared by \"{op}\""),
        };
    }

    /// <summary>
    /// <c>th dport</c> reads two bytes of whatever comes after the IP header: only where the rule has made sure before
    /// that these are ports does it mean a port.
    /// </summary>
    private void RequirePorts(KernelExpression expression)
    {
        ValueList<FieldKey> keys = Keys(expression);
        if (expression is KernelExpression.Condition { IsNegated: false } condition)
            _isWithPorts |= keys.Any(HasPortsByItself) || LimitsProtocols(condition);
        if (!_isWithPorts && keys.Any(key => ReferenceEquals(key.Protocols, KeyReader.WithPorts)))
            throw new NotUnderstoodException("th ports of protocols that may have none");
    }

    private static bool HasPortsByItself(FieldKey key) =>
        key.Protocols is { } protocols && !ReferenceEquals(protocols, KeyReader.WithPorts)
        && protocols.Except(KeyReader.WithPorts).IsEmpty;

    private static bool LimitsProtocols(KernelExpression.Condition condition)
    {
        int protocol = condition.Keys.ToList().FindIndex(key => key.Field == HeaderField.Protocol);
        return protocol >= 0 && condition.Values.Possible is { } boxes
            && boxes.All(box => box.Fields[protocol].Except(KeyReader.WithPorts).IsEmpty);
    }

    private static ValueList<FieldKey> Keys(KernelExpression expression) => expression switch
    {
        KernelExpression.Condition condition => condition.Keys,
        KernelExpression.DecideBy decide => decide.Keys,
        KernelExpression.MayMatch may => may.Keys,
        _ => [],
    };
}
