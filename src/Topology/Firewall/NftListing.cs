using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Firewall;

/// <summary>Writes a rule set as <c>nft -j list ruleset</c> would, once a kernel had loaded it and nothing else.</summary>
/// <remarks>For judging rules before any kernel has them. What kernels add (handles, counts) is made up or left out.</remarks>
internal static class NftListing
{
    // nft's own default where a limit names no burst.
    private const int UsualBurst = 5;

    private const int NoHandle = 0;

    public static string Render(FirewallRuleSet rules)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartArray("nftables");
            Item(json, "table", "name", FirewallRuleSet.TableName, NoHandle, () => { });
            foreach (string counter in rules.Counters)
                Item(json, "counter", "name", counter, NoHandle, () => { });
            foreach (FirewallSet set in rules.Sets)
                Item(json, "set", "name", set.Name, NoHandle, () => WriteSet(json, set));
            foreach (FirewallChain chain in rules.Chains)
                Item(json, "chain", "name", Word(chain.Hook), NoHandle, () => WriteHook(json, chain));
            int handle = 1;
            foreach (FirewallChain chain in rules.Chains)
            {
                foreach (FirewallRule rule in chain.Rules)
                    Item(json, "rule", "chain", Word(chain.Hook), handle++, () => WriteRule(json, rule));
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Item(Utf8JsonWriter json, string kind, string nameKey, string name, int handle, Action body)
    {
        json.WriteStartObject();
        json.WriteStartObject(kind);
        json.WriteString("family", "inet");
        if (kind != "table")
            json.WriteString("table", FirewallRuleSet.TableName);
        json.WriteString(nameKey, name);
        json.WriteNumber("handle", handle);
        body();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSet(Utf8JsonWriter json, FirewallSet set)
    {
        string address = set.Family == IpFamily.V4 ? "ipv4_addr" : "ipv6_addr";
        if (set.Kind == FirewallSetKind.EndPoints)
            Strings(json, "type", [address, "inet_service"]);
        else
            json.WriteString("type", address);
        if (set.Kind == FirewallSetKind.Networks)
            Strings(json, "flags", ["interval"]);
        if (set.Kind is FirewallSetKind.RatePerSource or FirewallSetKind.ConnectionsPerSource)
            json.WriteNumber("size", SourceLimits.WatchedSources);
        if (set.Kind == FirewallSetKind.RatePerSource)
        {
            Strings(json, "flags", ["timeout"]);
            json.WriteNumber("timeout", SourceLimits.MemoryMinutes * 60);
        }
        if (set.Elements.Count == 0)
            return;
        json.WriteStartArray("elem");
        foreach (string element in set.Elements)
            WriteElement(json, element);
        json.WriteEndArray();
    }

    private static void WriteElement(Utf8JsonWriter json, string element)
    {
        if (element.Split(" . ") is [var address, var port])
        {
            json.WriteStartObject();
            json.WriteStartArray("concat");
            json.WriteStringValue(address);
            json.WriteNumberValue(int.Parse(port, CultureInfo.InvariantCulture));
            json.WriteEndArray();
            json.WriteEndObject();
        }
        else if (element.Split('/') is [var network, var length])
        {
            json.WriteStartObject();
            json.WriteStartObject("prefix");
            json.WriteString("addr", network);
            json.WriteNumber("len", int.Parse(length, CultureInfo.InvariantCulture));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else
        {
            json.WriteStringValue(element);
        }
    }

    private static void WriteHook(Utf8JsonWriter json, FirewallChain chain)
    {
        json.WriteString("type", "filter");
        json.WriteString("hook", Word(chain.Hook));
        json.WriteNumber("prio", 0);
        json.WriteString("policy", "drop");
    }

    private static void WriteRule(Utf8JsonWriter json, FirewallRule rule)
    {
        json.WriteString("comment", rule.Path);
        json.WriteStartArray("expr");
        foreach (FirewallMatch match in rule.Matches)
            json.WriteRawValue(Of(match));
        if (rule.Counter is { } counter)
            json.WriteRawValue($$"""{"counter":{{Quoted(counter)}}}""");
        string? verdict = rule.Verdict switch
        {
            FirewallVerdict.Accept => """{"accept":null}""",
            FirewallVerdict.Drop => """{"drop":null}""",
            FirewallVerdict.Reset => """{"reject":{"type":"tcp reset"}}""",
            FirewallVerdict.Log => """{"log":{"prefix":"pool refused: "}}""",
            _ => null,
        };
        if (verdict is not null)
            json.WriteRawValue(verdict);
        json.WriteEndArray();
    }

    private static string Of(FirewallMatch match) => match switch
    {
        FirewallMatch.Loopback loopback =>
            Match("==", $$$"""{"meta":{"key":"{{{(loopback.Hook == FirewallHook.Output ? "oif" : "iif")}}}"}}""", "\"lo\""),
        FirewallMatch.SourceIn source => Match("==", Payload(Ip(source.Family), "saddr"), $"\"@{source.SetName}\""),
        FirewallMatch.SourceNotIn source => Match("!=", Payload(Ip(source.Family), "saddr"), $"\"@{source.SetName}\""),
        FirewallMatch.DestinationIn target => Match("==", Payload(Ip(target.Family), "daddr"), $"\"@{target.SetName}\""),
        FirewallMatch.SourceEndPointIn source => Match("==", Pair(source.Family, "saddr", "sport"), $"\"@{source.SetName}\""),
        FirewallMatch.DestinationEndPointIn target => Match("==", Pair(target.Family, "daddr", "dport"), $"\"@{target.SetName}\""),
        FirewallMatch.TcpTo tcp => Match("==", Payload("tcp", "dport"), Ports(tcp.Ports)),
        FirewallMatch.TcpFrom tcp => Match("==", Payload("tcp", "sport"), Ports(tcp.Ports)),
        FirewallMatch.UdpTo udp => Match("==", Payload("udp", "dport"), Number(udp.Port)),
        FirewallMatch.UdpFrom udp => Match("==", Payload("udp", "sport"), Number(udp.Port)),
        FirewallMatch.IcmpIn icmp => Match("==", Payload(icmp.Family == IpFamily.V4 ? "icmp" : "icmpv6", "type"), OneOf([.. icmp.Types.Select(Quoted)])),
        FirewallMatch.FromNeighbour => Match("==", Payload("ip6", "hoplimit"), "255"),
        FirewallMatch.InState state => Match("in", """{"ct":{"key":"state"}}""", State(state)),
        FirewallMatch.IsReply => Match("==", """{"ct":{"key":"direction"}}""", "\"reply\""),
        FirewallMatch.OverRate over => Add(over.Family, over.SetName, Limit(SourceLimits.NewPerMinute, SourceLimits.Burst, "minute", isOver: true)),
        FirewallMatch.OverConnections over => Add(over.Family, over.SetName, $$$"""{"ct count":{"val":{{{Number(SourceLimits.Connections)}}},"inv":true}}"""),
        FirewallMatch.AtMostPerSecond limit => Limit(limit.Packets, UsualBurst, "second", isOver: false),
        _ => throw new ArgumentException($"{match.GetType().Name} has no form as JSON", nameof(match)),
    };

    private static string Match(string op, string left, string right) =>
        $$$"""{"match":{"op":"{{{op}}}","left":{{{left}}},"right":{{{right}}}}}""";

    private static string Payload(string protocol, string field) =>
        $$$"""{"payload":{"protocol":"{{{protocol}}}","field":"{{{field}}}"}}""";

    private static string Pair(IpFamily family, string address, string port) =>
        $$"""{"concat":[{{Payload(Ip(family), address)}},{{Payload("tcp", port)}}]}""";

    private static string Add(IpFamily family, string set, string statement)
    {
        string source = Payload(Ip(family), "saddr");
        string key = family == IpFamily.V4 ? source : $$"""{"&":[{{source}},"ffff:ffff:ffff:ffff::"]}""";
        return $$$"""{"set":{"op":"add","elem":{{{key}}},"set":"@{{{set}}}","stmt":[{{{statement}}}]}}""";
    }

    private static string Limit(int rate, int burst, string per, bool isOver) =>
        $$$"""{"limit":{"rate":{{{Number(rate)}}},"burst":{{{Number(burst)}}},"per":"{{{per}}}"{{{(isOver ? ",\"inv\":true" : "")}}}}}""";

    private static string State(FirewallMatch.InState state)
    {
        string[] words = [.. state.States.Select(one => Quoted(Word(one)))];
        return words.Length == 1 ? words[0] : $"[{string.Join(',', words)}]";
    }

    private static string Ports(ValueList<int> ports) => OneOf([.. ports.Select(Number)]);

    private static string OneOf(string[] values) => values.Length == 1 ? values[0] : $$"""{"set":[{{string.Join(',', values)}}]}""";

    private static string Ip(IpFamily family) => family == IpFamily.V4 ? "ip" : "ip6";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Quoted(string text) => $"\"{JavaScriptEncoder.Default.Encode(text)}\"";

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static void Strings(Utf8JsonWriter json, string name, string[] values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
