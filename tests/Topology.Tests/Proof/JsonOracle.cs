using System.Net;
using System.Text.Json;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;
using PoolTopology.Topology.Proof;

namespace PoolTopology.Topology.Tests.Proof;

/// <summary>
/// Asks nft's JSON about one packet, rule by rule and in order, as the kernel does. Slow, obvious, and without a line of
/// the program that it checks: values are compared one by one, and a limit is tried both ways.
/// </summary>
internal sealed class JsonOracle
{
    private static readonly Dictionary<string, int> Numbers = new()
    {
        ["icmp echo-reply"] = 0, ["icmp destination-unreachable"] = 3, ["icmp echo-request"] = 8, ["icmp time-exceeded"] = 11,
        ["icmp parameter-problem"] = 12, ["icmp redirect"] = 5, ["icmpv6 destination-unreachable"] = 1, ["icmpv6 packet-too-big"] = 2,
        ["icmpv6 time-exceeded"] = 3, ["icmpv6 parameter-problem"] = 4, ["icmpv6 echo-request"] = 128, ["icmpv6 echo-reply"] = 129,
        ["icmpv6 nd-router-solicit"] = 133, ["icmpv6 nd-router-advert"] = 134, ["icmpv6 nd-neighbor-solicit"] = 135,
        ["icmpv6 nd-neighbor-advert"] = 136, ["icmpv6 nd-redirect"] = 137, ["icmpv6 mld2-listener-report"] = 143, ["icmpv6 mld-listener-query"] = 130,
        ["l4proto icmp"] = 1, ["l4proto tcp"] = 6, ["l4proto udp"] = 17, ["l4proto ipv6-icmp"] = 58, ["l4proto sctp"] = 132,
        ["state invalid"] = 1, ["state established"] = 2, ["state related"] = 4, ["state new"] = 8, ["state untracked"] = 64,
        ["direction original"] = 0, ["direction reply"] = 1,
        ["code net-unreachable"] = 0, ["code host-unreachable"] = 1, ["code prot-unreachable"] = 2,
        ["flags fin"] = 1, ["flags syn"] = 2, ["flags rst"] = 4, ["flags psh"] = 8, ["flags ack"] = 16, ["flags urg"] = 32,
        ["nfproto ipv4"] = 2, ["nfproto ipv6"] = 10,
    };

    private readonly List<JsonElement> _bases = [];
    private readonly Dictionary<string, List<JsonElement>> _rules = [];
    private readonly Dictionary<string, JsonElement> _sets = [];
    private readonly HashSet<string> _filled = [];

    public JsonOracle(string json)
    {
        foreach (JsonElement item in JsonDocument.Parse(json).RootElement.GetProperty("nftables").EnumerateArray())
        {
            if (item.TryGetProperty("chain", out JsonElement chain) && chain.TryGetProperty("hook", out _))
                _bases.Add(chain);
            if (item.TryGetProperty("set", out JsonElement set) || item.TryGetProperty("map", out set))
                _sets[$"{Table(set)} @{set.GetProperty("name").GetString()}"] = set;
            if (!item.TryGetProperty("rule", out JsonElement rule))
                continue;
            string name = $"{Table(rule)} {rule.GetProperty("chain").GetString()}";
            if (!_rules.TryGetValue(name, out List<JsonElement>? rules))
                _rules[name] = rules = [];
            rules.Add(rule);
            foreach (JsonElement expression in rule.GetProperty("expr").EnumerateArray())
            {
                if (expression.TryGetProperty("set", out JsonElement fills))
                    _filled.Add($"{Table(rule)} {fills.GetProperty("set").GetString()}");
            }
        }
    }

    public Verdicts Judge(PacketPath path, PacketHeader packet)
    {
        string[] hooks = path switch
        {
            PacketPath.Incoming => ["prerouting", "input"],
            PacketPath.Outgoing => ["output", "postrouting"],
            _ => ["prerouting", "forward", "postrouting"],
        };
        Verdicts soFar = Verdicts.Passes;
        foreach (string hook in hooks)
        {
            foreach (JsonElement chain in _bases
                .Where(one => one.GetProperty("hook").GetString() == hook && SeesFamily(one, packet))
                .OrderBy(one => one.GetProperty("prio").GetInt32()))
            {
                Verdicts policy = chain.TryGetProperty("policy", out JsonElement word) && word.GetString() == "drop" ? Verdicts.Ends : Verdicts.Passes;
                Verdicts here = Walk(Table(chain), chain.GetProperty("name").GetString()!, 0, packet, () => policy);
                soFar = (here & soFar & Verdicts.Passes) | ((soFar | here) & Verdicts.Ends);
                if (soFar == Verdicts.Ends)
                    return soFar;
            }
        }
        return soFar;
    }

    private Verdicts Walk(string table, string chain, int index, PacketHeader packet, Func<Verdicts> atEnd)
    {
        if (!_rules.TryGetValue($"{table} {chain}", out List<JsonElement>? rules) || index == rules.Count)
            return atEnd();
        return Try(table, chain, rules[index].GetProperty("expr"), 0, packet, () => Walk(table, chain, index + 1, packet, atEnd), atEnd);
    }

    private Verdicts Try(
        string table, string chain, JsonElement expressions, int at, PacketHeader packet, Func<Verdicts> next, Func<Verdicts> atEnd)
    {
        if (at == expressions.GetArrayLength())
            return next();
        JsonProperty expression = expressions[at].EnumerateObject().First();
        Verdicts Rest() => Try(table, chain, expressions, at + 1, packet, next, atEnd);
        switch (expression.Name)
        {
            case "match":
                return Matches(table, expression.Value, packet) switch { true => Rest(), false => next(), null => Rest() | next() };
            case "counter" or "log":
                return Rest();
            case "limit" or "quota" or "ct count":
                return Rest() | next();
            case "set":
                return Load(Inner(expression.Value.GetProperty("elem")), packet) is null ? next() : Rest() | next();
            case "vmap":
                return Mapped(table, expression.Value, packet) is { } verdict ? Decide(table, verdict, packet, next, atEnd) : next();
            default:
                return Decide(table, expression, packet, next, atEnd);
        }
    }

    private Verdicts Decide(string table, JsonProperty verdict, PacketHeader packet, Func<Verdicts> next, Func<Verdicts> atEnd) => verdict.Name switch
    {
        "accept" => Verdicts.Passes,
        "drop" or "reject" => Verdicts.Ends,
        "return" => atEnd(),
        "continue" => next(),
        "jump" => Walk(table, verdict.Value.GetProperty("target").GetString()!, 0, packet, next),
        "goto" => Walk(table, verdict.Value.GetProperty("target").GetString()!, 0, packet, atEnd),
        _ => throw new InvalidOperationException(verdict.ToString()),
    };

    private JsonProperty? Mapped(string table, JsonElement map, PacketHeader packet)
    {
        if (Load(map.GetProperty("key"), packet) is not { } loaded)
            return null;
        JsonElement data = map.GetProperty("data");
        JsonElement lines = data.ValueKind == JsonValueKind.String ? _sets[$"{table} {data.GetString()}"].GetProperty("elem") : data.GetProperty("set");
        foreach (JsonElement line in lines.EnumerateArray())
        {
            if (IsElement(loaded, line[0]))
                return line[1].EnumerateObject().First();
        }
        return null;
    }

    /// <summary>Whether a condition holds; null where that is open.</summary>
    private bool? Matches(string table, JsonElement match, PacketHeader packet)
    {
        string op = match.GetProperty("op").GetString()!;
        JsonElement right = match.GetProperty("right");
        if (Load(match.GetProperty("left"), packet) is not { } loaded)
            return false;
        if (right.ValueKind == JsonValueKind.String && right.GetString()!.StartsWith('@'))
        {
            bool? isIn = IsIn($"{table} {right.GetString()}", loaded);
            return op == "!=" ? !isIn : isIn;
        }
        if (op == "in")
            return (loaded[0].Value & Mask(loaded[0].Kind, right)) != 0;
        if (op is "<" or ">" or "<=" or ">=")
        {
            int order = loaded[0].Value.CompareTo(Single(loaded[0].Kind, right));
            return op switch { "<" => order < 0, ">" => order > 0, "<=" => order <= 0, _ => order >= 0 };
        }
        bool isEqual = right.ValueKind == JsonValueKind.Object && right.TryGetProperty("set", out JsonElement elements)
            ? elements.EnumerateArray().Any(element => IsElement(loaded, element))
            : IsElement(loaded, right);
        return op == "!=" ? !isEqual : isEqual;
    }

    private bool? IsIn(string name, (string Kind, UInt128 Value)[] loaded)
    {
        if (_filled.Contains(name))
            return null;
        if (!_sets[name].TryGetProperty("elem", out JsonElement elements))
            return false;
        bool isPerhaps = false;
        foreach (JsonElement element in elements.EnumerateArray())
        {
            bool isWrapped = element.ValueKind == JsonValueKind.Object && element.TryGetProperty("elem", out _);
            if (!IsElement(loaded, isWrapped ? element.GetProperty("elem").GetProperty("val") : element))
                continue;
            if (!isWrapped || !element.GetProperty("elem").TryGetProperty("expires", out _))
                return true;
            isPerhaps = true;
        }
        return isPerhaps ? null : false;
    }

    private static bool IsElement((string Kind, UInt128 Value)[] loaded, JsonElement element)
    {
        if (loaded.Length == 1)
            return Covers(loaded[0].Kind, element, loaded[0].Value);
        JsonElement parts = element.GetProperty("concat");
        return loaded.Select((one, i) => Covers(one.Kind, parts[i], one.Value)).All(isSo => isSo);
    }

    private static bool Covers(string kind, JsonElement written, UInt128 value)
    {
        if (written.ValueKind == JsonValueKind.Object && written.TryGetProperty("prefix", out JsonElement prefix))
            return new IPNetwork(IPAddress.Parse(prefix.GetProperty("addr").GetString()!), prefix.GetProperty("len").GetInt32())
                .Contains(AddressSets.AddressOf(kind == "v4" ? IpFamily.V4 : IpFamily.V6, value));
        if (written.ValueKind == JsonValueKind.Object && written.TryGetProperty("range", out JsonElement range))
            return Single(kind, range[0]) <= value && value <= Single(kind, range[1]);
        if (kind == "name" && written.GetString() is { } name && name.EndsWith('*'))
            return InterfaceName.Decode(value).StartsWith(name[..^1], StringComparison.Ordinal);
        return Mask(kind, written) == value;
    }

    private static UInt128 Mask(string kind, JsonElement written) => written.ValueKind switch
    {
        JsonValueKind.Array => written.EnumerateArray().Aggregate((UInt128)0, (mask, one) => mask | Mask(kind, one)),
        JsonValueKind.Object => Mask(kind, written.GetProperty("|")),
        _ => Single(kind, written),
    };

    private static UInt128 Single(string kind, JsonElement written)
    {
        if (written.ValueKind == JsonValueKind.Number)
            return (UInt128)written.GetInt64();
        string text = written.GetString()!;
        return kind switch
        {
            "v4" or "v6" => AddressSets.NumberOf(IPAddress.Parse(text)),
            "name" => InterfaceName.Encode(text),
            _ when Numbers.TryGetValue($"{kind} {text}", out int number) => (UInt128)number,
            _ => throw new InvalidOperationException($"{kind} {text}"),
        };
    }

    /// <summary>What a rule loads from a packet, one value per key; null where the packet does not have it.</summary>
    private static (string Kind, UInt128 Value)[]? Load(JsonElement key, PacketHeader packet)
    {
        JsonProperty what = key.EnumerateObject().First();
        if (what.Name == "concat")
        {
            (string, UInt128)[]?[] parts = [.. what.Value.EnumerateArray().Select(part => Load(part, packet))];
            return parts.Contains(null) ? null : [.. parts.SelectMany(part => part!)];
        }
        if (what.Name == "&")
        {
            return Load(what.Value[0], packet) is [var only]
                ? [(only.Kind, only.Value & Mask(only.Kind, what.Value[1]))]
                : null;
        }
        string field = what.Name == "payload"
            ? $"{what.Value.GetProperty("protocol").GetString()} {what.Value.GetProperty("field").GetString()}"
            : $"{what.Name} {what.Value.GetProperty("key").GetString()}";
        bool isV4 = packet.Family == IpFamily.V4;
        int protocol = (int)packet[HeaderField.Protocol];
        int[] withPorts = [6, 17, 33, 132, 136];
        Flow flow = (Flow)(int)packet[HeaderField.State];
        return field switch
        {
            "ip saddr" => isV4 ? [("v4", packet[HeaderField.Source])] : null,
            "ip daddr" => isV4 ? [("v4", packet[HeaderField.Destination])] : null,
            "ip6 saddr" => isV4 ? null : [("v6", packet[HeaderField.Source])],
            "ip6 daddr" => isV4 ? null : [("v6", packet[HeaderField.Destination])],
            "ip protocol" => isV4 ? [("l4proto", packet[HeaderField.Protocol])] : null,
            "ip ttl" => isV4 ? [("number", packet[HeaderField.HopLimit])] : null,
            "ip6 hoplimit" => isV4 ? null : [("number", packet[HeaderField.HopLimit])],
            "tcp sport" => protocol == 6 ? [("port", packet[HeaderField.SourcePort])] : null,
            "tcp dport" => protocol == 6 ? [("port", packet[HeaderField.DestinationPort])] : null,
            "udp sport" => protocol == 17 ? [("port", packet[HeaderField.SourcePort])] : null,
            "udp dport" => protocol == 17 ? [("port", packet[HeaderField.DestinationPort])] : null,
            "th dport" => withPorts.Contains(protocol) ? [("port", packet[HeaderField.DestinationPort])] : null,
            "th sport" => withPorts.Contains(protocol) ? [("port", packet[HeaderField.SourcePort])] : null,
            "tcp flags" => protocol == 6 ? [("flags", packet[HeaderField.TcpFlags])] : null,
            "icmp type" => isV4 && protocol == 1 ? [("icmp", packet[HeaderField.IcmpType])] : null,
            "icmp code" => isV4 && protocol == 1 ? [("code", packet[HeaderField.IcmpCode])] : null,
            "icmpv6 type" => !isV4 && protocol == 58 ? [("icmpv6", packet[HeaderField.IcmpType])] : null,
            "icmpv6 code" => !isV4 && protocol == 58 ? [("code", packet[HeaderField.IcmpCode])] : null,
            "meta l4proto" => [("l4proto", packet[HeaderField.Protocol])],
            "meta nfproto" => [("nfproto", isV4 ? (UInt128)2 : (UInt128)10)],
            "meta iif" or "meta iifname" => [("name", packet[HeaderField.InInterface])],
            "meta oif" or "meta oifname" => [("name", packet[HeaderField.OutInterface])],
            "ct state" => [("state", Bit(flow))],
            "ct direction" => flow switch
            {
                Flow.Invalid or Flow.Untracked => null,
                Flow.EstablishedReply or Flow.RelatedReply => [("direction", 1)],
                _ => [("direction", 0)],
            },
            _ => throw new InvalidOperationException(field),
        };
    }

    private static UInt128 Bit(Flow flow) => flow switch
    {
        Flow.Invalid => 1,
        Flow.EstablishedOriginal or Flow.EstablishedReply => 2,
        Flow.RelatedOriginal or Flow.RelatedReply => 4,
        Flow.New => 8,
        _ => 64,
    };

    private static JsonElement Inner(JsonElement element)
    {
        JsonProperty what = element.EnumerateObject().First();
        return what.Name switch
        {
            "elem" => Inner(what.Value.GetProperty("val")),
            "&" => what.Value[0],
            _ => element,
        };
    }

    private static bool SeesFamily(JsonElement chain, PacketHeader packet) => chain.GetProperty("family").GetString() switch
    {
        "ip" => packet.Family == IpFamily.V4,
        "ip6" => packet.Family == IpFamily.V6,
        _ => true,
    };

    private static string Table(JsonElement body) => $"{body.GetProperty("family").GetString()} {body.GetProperty("table").GetString()}";
}
