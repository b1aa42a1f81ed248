using System.Text.Json;
using System.Text.Json.Nodes;

namespace PoolTopology.Topology.Tests.Proof;

/// <summary>
/// Every mistake of some kinds that can be made in a rule set, one at a time: rules dropped, moved, doubled, reversed;
/// conditions dropped, negated, turned round; ports and sets widened and narrowed; policies, chains and a whole IP family
/// forgotten; limits taken away or put in; rules and tables added.
/// </summary>
public static class RuleSetMutants
{
    private const string Stranger4 = "198.51.100.77";
    private const string Stranger6 = "2001:db8:77::7";

    private static readonly string[] Additions =
    [
        """[{"accept":null}]""",
        """[{"drop":null}]""",
        """[{"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"dport"}},"right":22}},{"accept":null}]""",
        """[{"match":{"op":"==","left":{"payload":{"protocol":"udp","field":"dport"}},"right":{"range":[1,1024]}}},{"accept":null}]""",
        """[{"match":{"op":"==","left":{"payload":{"protocol":"ip","field":"saddr"}},"right":{"prefix":{"addr":"198.51.100.0","len":24}}}},{"accept":null}]""",
        """[{"match":{"op":"==","left":{"meta":{"key":"nfproto"}},"right":"ipv6"}},{"accept":null}]""",
        """[{"match":{"op":"in","left":{"ct":{"key":"state"}},"right":["established","related"]}},{"accept":null}]""",
        """[{"match":{"op":"==","left":{"meta":{"key":"l4proto"}},"right":"icmp"}},{"accept":null}]""",
        """[{"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"dport"}},"right":3001}},{"drop":null}]""",
        """[{"match":{"op":"!=","left":{"meta":{"key":"iifname"}},"right":"lo"}},{"accept":null}]""",
        """[{"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"sport"}},"right":443}},{"accept":null}]""",
        """[{"limit":{"rate":5,"burst":5,"per":"second"}},{"accept":null}]""",
    ];

    /// <summary>The mutants of a listing.</summary>
    public static IEnumerable<RuleSetMutant> Of(string listing)
    {
        JsonArray items = Items(listing);
        for (int i = 0; i < items.Count; i++)
        {
            JsonObject item = items[i]!.AsObject();
            IEnumerable<RuleSetMutant> mutants = item.First().Key switch
            {
                "rule" => OfRule(listing, i, item["rule"]!),
                "set" => OfSet(listing, i, item["set"]!),
                "chain" => OfChain(listing, i, item["chain"]!),
                _ => [],
            };
            foreach (RuleSetMutant mutant in mutants)
                yield return mutant;
        }
        yield return Change("no IPv6 rules", listing, all => Remove(all, item =>
            item.ContainsKey("rule") && item.ToJsonString().Contains("\"ip6\"", StringComparison.Ordinal)));
        yield return Change("no ICMPv6 rules", listing, all => Remove(all, item =>
            item.ContainsKey("rule") && item.ToJsonString().Contains("\"icmpv6\"", StringComparison.Ordinal)));
        yield return new RuleSetMutant("no rules at all", """{"nftables":[]}""");
        yield return Change("a table before it that drops TCP", listing, all => AddTable(all, -10,
            """[{"match":{"op":"==","left":{"meta":{"key":"l4proto"}},"right":"tcp"}},{"drop":null}]"""));
        yield return Change("a table behind it that accepts", listing, all => AddTable(all, 10, """[{"accept":null}]"""));
        yield return Change("a table behind it that drops strangers", listing, all => AddTable(all, 10,
            """[{"match":{"op":"==","left":{"payload":{"protocol":"ip","field":"saddr"}},"right":"10.77.0.12"}},{"drop":null}]"""));
    }

    private static IEnumerable<RuleSetMutant> OfRule(string listing, int index, JsonNode rule)
    {
        string name = $"{rule["chain"]} {rule["handle"]}";
        JsonArray expressions = rule["expr"]!.AsArray();
        yield return Change($"{name} dropped", listing, all => all.RemoveAt(index));
        yield return Change($"{name} at the beginning", listing, all => Move(all, index, FirstRuleOf(all, rule["chain"]!.ToString())));
        yield return Change($"{name} at the end", listing, all => Move(all, index, LastRuleOf(all, rule["chain"]!.ToString())));
        if (index > 0 && Items(listing)[index - 1]!["rule"] is not null)
            yield return Change($"{name} one up", listing, all => Move(all, index, index - 1));
        for (int i = 0; i < expressions.Count; i++)
        {
            foreach ((string what, Action<JsonArray> change) in OfExpression(listing, i, expressions[i]!))
                yield return Change($"{name} {what}", listing, all => change(all[index]!["rule"]!["expr"]!.AsArray()));
        }
    }

    private static IEnumerable<(string, Action<JsonArray>)> OfExpression(string listing, int at, JsonNode expression)
    {
        (string kind, JsonNode? value) = expression.AsObject().First();
        switch (kind)
        {
            case "accept" or "drop" or "reject":
                string other = kind == "accept" ? "drop" : "accept";
                yield return ($"{other}s", all => all[at] = new JsonObject { [other] = null });
                yield return ("decides nothing", all => all.RemoveAt(at));
                yield return ("has a limit", all => all.Insert(at, JsonNode.Parse("""{"limit":{"rate":5,"burst":5,"per":"second"}}""")));
                break;
            case "limit" or "set":
                yield return ($"without {kind}", all => all.RemoveAt(at));
                break;
            case "match":
                yield return ($"without {Short(value!)}", all => all.RemoveAt(at));
                foreach ((string what, Action<JsonNode> change) in OfMatch(listing, value!))
                    yield return ($"{Short(value!)}: {what}", all => change(all[at]!["match"]!));
                break;
        }
    }

    private static IEnumerable<(string, Action<JsonNode>)> OfMatch(string listing, JsonNode match)
    {
        string op = match["op"]!.ToString();
        if (op is "==" or "!=")
            yield return ("negated", changed => changed["op"] = op == "==" ? "!=" : "==");
        foreach ((string from, string to) in ((string, string)[])
            [("saddr", "daddr"), ("daddr", "saddr"), ("sport", "dport"), ("dport", "sport"), ("\"tcp\"", "\"udp\""), ("\"udp\"", "\"tcp\""), ("iif", "oif"), ("oif", "iif")])
        {
            string left = match["left"]!.ToJsonString();
            if (left.Contains(from, StringComparison.Ordinal))
                yield return ($"{from} is {to}", changed => changed["left"] = JsonNode.Parse(left.Replace(from, to, StringComparison.Ordinal)));
        }
        JsonNode right = match["right"]!;
        if (right is JsonValue number && number.GetValueKind() == JsonValueKind.Number)
        {
            int port = number.GetValue<int>();
            if (port == byte.MaxValue)
            {
                // The hop limit of a neighbour, the greatest there is.
                yield return ("one less", changed => changed["right"] = port - 1);
                yield return ("some less", changed => changed["right"] = Node($$"""{"range":[64,{{port}}]}"""));
                yield break;
            }
            yield return ("one more", changed => changed["right"] = port + 1);
            yield return ("a range", changed => changed["right"] = Node($$"""{"range":[{{port}},{{port + 5}}]}"""));
            yield return ("another beside it", changed => changed["right"] = Node($$"""{"set":[{{port}},8080]}"""));
        }
        if ((right as JsonObject)?["set"] is JsonArray elements)
        {
            for (int i = 0; i < elements.Count; i++)
            {
                int gone = i;
                if (elements.Count > 1)
                    yield return ($"without {elements[i]}", changed => changed["right"]!["set"]!.AsArray().RemoveAt(gone));
            }
            if (elements[0]!.GetValueKind() == JsonValueKind.Number)
                yield return ("and 8080", changed => changed["right"]!["set"]!.AsArray().Add(8080));
            else
                yield return ("and redirects", changed => changed["right"]!["set"]!.AsArray().Add(match["left"]!.ToJsonString().Contains("icmpv6", StringComparison.Ordinal) ? "nd-redirect" : "redirect"));
        }
        if (right is JsonValue text && text.GetValueKind() == JsonValueKind.String)
        {
            foreach (string another in Alternatives(listing, text.GetValue<string>()))
                yield return ($"{another} instead", changed => changed["right"] = another);
        }
    }

    /// <summary>Other words that could stand in the same place: sets of the same type, states, directions, ICMP types.</summary>
    private static IEnumerable<string> Alternatives(string listing, string word)
    {
        if (word.StartsWith('@'))
        {
            JsonNode[] sets = [.. Items(listing).Select(item => item!["set"]).OfType<JsonNode>()];
            string type = sets.First(set => set["name"]!.ToString() == word[1..])["type"]!.ToJsonString();
            return sets.Where(set => set["type"]!.ToJsonString() == type && set["name"]!.ToString() != word[1..] && set["size"] is null)
                .Select(set => $"@{set["name"]}");
        }
        return word switch
        {
            "established" => ["new", "related", "invalid"],
            "related" => ["established", "new"],
            "new" => ["established"],
            "invalid" => ["new", "established"],
            "reply" => ["original"],
            "echo-request" => ["destination-unreachable", "echo-reply"],
            "echo-reply" => ["echo-request"],
            "lo" => ["eth0"],
            _ => [],
        };
    }

    private static IEnumerable<RuleSetMutant> OfSet(string listing, int index, JsonNode set)
    {
        string name = $"@{set["name"]}";
        if (set["size"] is not null)
            yield break;
        bool isInterval = set["flags"] is not null;
        bool isV6 = set["type"]!.ToJsonString().Contains("ipv6_addr", StringComparison.Ordinal);
        bool isPairs = set["type"] is JsonArray;
        string stranger = isV6 ? Stranger6 : Stranger4;
        yield return Change($"{name} with a stranger", listing, all => Elements(all, index)
            .Add(isPairs ? Node($$"""{"concat":["{{stranger}}",3001]}""") : (JsonNode)stranger));
        if (isInterval)
        {
            yield return Change($"{name} with half the world", listing, all =>
                all[index]!["set"]!["elem"] = new JsonArray(isV6 ? Prefix("2000::", 3) : Prefix("128.0.0.0", 1)));
        }
        if (set["elem"] is not JsonArray elements)
            yield break;
        for (int i = 0; i < elements.Count; i++)
        {
            int at = i;
            yield return Change($"{name} without {elements[i]!.ToJsonString()}", listing, all =>
            {
                Elements(all, index).RemoveAt(at);
                if (Elements(all, index).Count == 0)
                    all[index]!["set"]!.AsObject().Remove("elem");
            });
            if ((elements[i] as JsonObject)?["prefix"] is { } prefix)
            {
                yield return Change($"{name} twice as wide", listing, all => Elements(all, index)[at] = Wider(prefix));
                yield return Change($"{name} half as wide", listing, all =>
                    Elements(all, index)[at]!["prefix"]!["len"] = prefix["len"]!.GetValue<int>() + 1);
            }
            if ((elements[i] as JsonObject)?["concat"] is JsonArray pair)
            {
                yield return Change($"{name} with another port", listing, all =>
                    Elements(all, index)[at]!["concat"]![1] = pair[1]!.GetValue<int>() + 1);
            }
        }
    }

    private static IEnumerable<RuleSetMutant> OfChain(string listing, int index, JsonNode chain)
    {
        string name = chain["name"]!.ToString();
        string policy = chain["policy"]!.ToString() == "drop" ? "accept" : "drop";
        yield return Change($"policy of {name} is {policy}", listing, all => all[index]!["chain"]!["policy"] = policy);
        yield return Change($"no chain {name}", listing, all => Remove(all, item =>
            item["rule"]?["chain"]?.ToString() == name || item["chain"]?["name"]?.ToString() == name));
        yield return Change($"{name} without rules", listing, all => Remove(all, item => item["rule"]?["chain"]?.ToString() == name));
        foreach (string addition in Additions)
        {
            yield return Change($"{name} begins with {addition}", listing, all => all.Insert(FirstRuleOf(all, name), NewRule(chain, addition)));
            yield return Change($"{name} ends with {addition}", listing, all => all.Add(NewRule(chain, addition)));
        }
    }

    private static JsonObject Wider(JsonNode prefix)
    {
        int length = prefix["len"]!.GetValue<int>() - 1;
        System.Net.IPAddress address = System.Net.IPAddress.Parse(prefix["addr"]!.ToString());
        byte[] bytes = address.GetAddressBytes();
        for (int bit = length; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return Prefix(new System.Net.IPAddress(bytes).ToString(), length);
    }

    private static JsonObject Prefix(string address, int length) =>
        new() { ["prefix"] = new JsonObject { ["addr"] = address, ["len"] = length } };

    private static void AddTable(JsonArray all, int priority, string expressions)
    {
        all.Add(Node("""{"table":{"family":"inet","name":"other"}}"""));
        all.Add(Node($$"""{"chain":{"family":"inet","table":"other","name":"guard","type":"filter","hook":"input","prio":{{priority}},"policy":"accept"} }"""));
        all.Add(Node($$"""{"rule":{"family":"inet","table":"other","chain":"guard","handle":9001,"expr":{{expressions}}} }"""));
    }

    private static JsonNode NewRule(JsonNode chain, string expressions) => Node(
        $$"""{"rule":{"family":"{{chain["family"]}}","table":"{{chain["table"]}}","chain":"{{chain["name"]}}","handle":9000,"expr":{{expressions}}} }""");

    private static JsonArray Elements(JsonArray all, int index)
    {
        JsonNode set = all[index]!["set"]!;
        if (set["elem"] is null)
            set["elem"] = new JsonArray();
        return set["elem"]!.AsArray();
    }

    private static void Move(JsonArray all, int from, int to)
    {
        JsonNode moved = all[from]!.DeepClone();
        all.RemoveAt(from);
        all.Insert(to, moved);
    }

    private static int FirstRuleOf(JsonArray all, string chain)
    {
        int first = IndexesOf(all, chain).DefaultIfEmpty(all.Count).First();
        return first;
    }

    private static int LastRuleOf(JsonArray all, string chain) => IndexesOf(all, chain).Last();

    private static IEnumerable<int> IndexesOf(JsonArray all, string chain) =>
        Enumerable.Range(0, all.Count).Where(i => all[i]!["rule"]?["chain"]?.ToString() == chain);

    private static void Remove(JsonArray all, Func<JsonObject, bool> isGone)
    {
        for (int i = all.Count - 1; i >= 0; i--)
        {
            if (isGone(all[i]!.AsObject()))
                all.RemoveAt(i);
        }
    }

    private static RuleSetMutant Change(string what, string listing, Action<JsonArray> change)
    {
        JsonNode root = Node(listing);
        change(root["nftables"]!.AsArray());
        return new RuleSetMutant(what, root.ToJsonString());
    }

    private static JsonArray Items(string listing) => Node(listing)["nftables"]!.AsArray();

    private static JsonNode Node(string json) => JsonNode.Parse(json)!;

    private static string Short(JsonNode match) => $"{match["left"]!.ToJsonString()} {match["right"]!.ToJsonString()}";
}
