using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.KernelRules;

/// <summary>Reads single values, prefixes and ranges of one kind.</summary>
internal static class ValueReader
{
    /// <summary>The numbers that a value stands for, as the field has them.</summary>
    /// <exception cref="NotUnderstoodException">It is not a value of the kind.</exception>
    public static FieldSet Read(ValueKind kind, JsonElement element) => kind switch
    {
        ValueKind.State => Flows.Of([.. FlowsWhere(bit => bit == Flags(kind, element))]),
        ValueKind.Direction => OfDirection(Flags(kind, element) == 1),
        ValueKind.TcpFlags => FieldSet.OfValues((int)Flags(kind, element)),
        _ => FieldSet.Of([ReadRange(kind, element)]),
    };

    /// <summary>The values that share a bit with these, which is what <c>in</c> asks of flags.</summary>
    public static FieldSet ReadAnyOf(ValueKind kind, JsonElement element)
    {
        long mask = Flags(kind, element);
        return kind switch
        {
            ValueKind.State => Flows.Of([.. FlowsWhere(bit => (bit & mask) != 0)]),
            ValueKind.TcpFlags => FieldSet.OfValues(Octets().Where(value => (value & mask) != 0)),
            _ => throw new NotUnderstoodException("bits of something that has none"),
        };
    }

    /// <summary>The TCP flags of which those under a mask equal a value.</summary>
    public static FieldSet ReadMasked(JsonElement mask, JsonElement value, bool isNegated)
    {
        long bits = Flags(ValueKind.TcpFlags, mask);
        long wanted = Flags(ValueKind.TcpFlags, value);
        return FieldSet.OfValues(Octets().Where(octet => ((octet & bits) == wanted) != isNegated));
    }

    /// <summary>One number of a kind.</summary>
    public static UInt128 ReadNumber(ValueKind kind, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number)
        {
            long number = Json.Number(element);
            return number >= 0 && (UInt128)number <= ValueKinds.Greatest(kind) && HasNumbers(kind)
                ? (UInt128)number
                : throw new NotUnderstoodException($"{number} is no {kind}");
        }
        string text = Json.Text(element);
        return kind switch
        {
            ValueKind.AddressV4 => Address(text, AddressFamily.InterNetwork),
            ValueKind.AddressV6 => Address(text, AddressFamily.InterNetworkV6),
            _ when ValueKinds.NamesOf(kind) is { } names && names.TryGetValue(text, out int named) => (UInt128)named,
            _ => throw new NotUnderstoodException($"\"{text}\" is no {kind}"),
        };
    }

    private static ValueRange ReadRange(ValueKind kind, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            (string name, JsonElement value) = Json.Tagged(element);
            return name switch
            {
                "prefix" => Prefix(kind, value),
                "range" => Range(kind, value),
                _ => throw new NotUnderstoodException($"\"{name}\" as a {kind}"),
            };
        }
        if (kind == ValueKind.Interface)
        {
            string name = Json.Text(element);
            return InterfaceName.TryParse(name)?.Ranges[0] ?? throw new NotUnderstoodException($"interface {name}");
        }
        UInt128 number = ReadNumber(kind, element);
        return new ValueRange(number, number);
    }

    private static ValueRange Prefix(ValueKind kind, JsonElement value)
    {
        IpFamily family = kind switch
        {
            ValueKind.AddressV4 => IpFamily.V4,
            ValueKind.AddressV6 => IpFamily.V6,
            _ => throw new NotUnderstoodException($"a prefix as a {kind}"),
        };
        long length = Json.Number(Json.Require(value, "len"));
        if (length < 0 || length > (family == IpFamily.V4 ? 32 : 128))
            throw new NotUnderstoodException($"a prefix of {length} bits");
        return AddressSets.Prefix(family, ReadNumber(kind, Json.Require(value, "addr")), (int)length);
    }

    private static ValueRange Range(ValueKind kind, JsonElement value)
    {
        JsonElement[] ends = [.. Json.List(value)];
        if (ends.Length != 2 || kind == ValueKind.Interface)
            throw new NotUnderstoodException($"a range {Json.Short(value)}");
        UInt128 first = ReadNumber(kind, ends[0]);
        UInt128 last = ReadNumber(kind, ends[1]);
        return first <= last ? new ValueRange(first, last) : throw new NotUnderstoodException("a range that ends before it begins");
    }

    /// <summary>Flags written as one name, a list of them, a number, or names joined by <c>|</c>.</summary>
    private static long Flags(ValueKind kind, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            (string name, JsonElement value) = Json.Tagged(element);
            return name == "|" ? Flags(kind, value) : throw new NotUnderstoodException($"\"{name}\" as {kind}");
        }
        if (element.ValueKind != JsonValueKind.Array)
            return (long)ReadNumber(kind, element);
        long all = 0;
        foreach (JsonElement one in element.EnumerateArray())
            all |= Flags(kind, one);
        return all;
    }

    private static UInt128 Address(string text, AddressFamily family) =>
        IPAddress.TryParse(text, out IPAddress? address) && address.AddressFamily == family && address.ScopeIdOrZero() == 0
            ? AddressSets.NumberOf(address)
            : throw new NotUnderstoodException(string.Create(CultureInfo.InvariantCulture, $"\"{text}\" is no address"));

    private static long ScopeIdOrZero(this IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? address.ScopeId : 0;

    private static bool HasNumbers(ValueKind kind) =>
        kind is not (ValueKind.AddressV4 or ValueKind.AddressV6 or ValueKind.Interface);

    private static FieldSet OfDirection(bool isReply) =>
        Flows.Of([.. Enum.GetValues<Flow>().Where(flow => Flows.IsReply(flow) == isReply)]);

    private static IEnumerable<Flow> FlowsWhere(Func<long, bool> isWanted) =>
        Enum.GetValues<Flow>().Where(flow => isWanted(Flows.StateBit(flow)));

    private static IEnumerable<int> Octets() => Enumerable.Range(0, byte.MaxValue + 1);
}
