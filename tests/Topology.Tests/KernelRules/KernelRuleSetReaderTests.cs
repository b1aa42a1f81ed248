using System.Text.Json.Nodes;
using PoolTopology.Topology.KernelRules;
using PoolTopology.Topology.Tests.Firewall;
using PoolTopology.Topology.Tests.Proof;
using Xunit;

namespace PoolTopology.Topology.Tests.KernelRules;

public sealed class KernelRuleSetReaderTests
{
    private const string Chain = """{"chain":{"family":"inet","table":"t","name":"input","handle":1,"type":"filter","hook":"input","prio":0,"policy":"drop"}}""";

    [Theory]
    [InlineData("""{"match":{"op":"==","left":{"meta":{"key":"mark"}},"right":5}}""", "meta mark")]
    [InlineData("""{"match":{"op":"in","left":{"ct":{"key":"status"}},"right":"dnat"}}""", "ct status")]
    [InlineData("""{"match":{"op":"==","left":{"ct":{"key":"ip saddr","dir":"original"}},"right":"1.2.3.4"}}""", "ct ip saddr")]
    [InlineData("""{"match":{"op":"==","left":{"fib":{"result":"type","flags":["daddr"]}},"right":"local"}}""", "fib")]
    [InlineData("""{"match":{"op":"==","left":{"socket":{"key":"transparent"}},"right":1}}""", "socket")]
    [InlineData("""{"match":{"op":"==","left":{"payload":{"base":"th","offset":0,"len":16}},"right":1}}""", "raw bytes")]
    [InlineData("""{"match":{"op":"!=","left":{"&":[{"payload":{"protocol":"ip","field":"frag-off"}},8191]},"right":0}}""", "ip frag-off")]
    [InlineData("""{"match":{"op":"==","left":{"payload":{"protocol":"ip6","field":"nexthdr"}},"right":"tcp"}}""", "ip6 nexthdr")]
    [InlineData("""{"match":{"op":"==","left":{"payload":{"protocol":"th","field":"dport"}},"right":53}}""", "protocols that may have none")]
    [InlineData("""{"match":{"op":"==","left":{"payload":{"protocol":"ip","field":"saddr"}},"right":"@nowhere"}}""", "@nowhere is not listed")]
    [InlineData("""{"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"dport"}},"right":70000}}""", "70000")]
    [InlineData("""{"mangle":{"key":{"meta":{"key":"mark"}},"value":5}}""", "mangle")]
    [InlineData("""{"notrack":null}""", "notrack")]
    [InlineData("""{"dnat":{"addr":"1.2.3.4"}}""", "dnat")]
    [InlineData("""{"queue":{"num":1}}""", "queue")]
    [InlineData("""{"xt":null}""", "xt")]
    [InlineData("""{"jump":{"target":"nowhere"}}""", "it calls nowhere")]
    [InlineData("""{"accept":null,"drop":null}""", "one property")]
    public void Read_what_the_model_does_not_cover_is_an_error_that_names_the_rule(string expression, string what)
    {
        KernelRuleSetResult result = KernelRuleSetReader.Read(Listing(Rule(expression)));

        Assert.Null(result.Rules);
        NotUnderstood error = Assert.Single(result.Errors);
        Assert.Contains("inet t", error.Place, StringComparison.Ordinal);
        Assert.Contains("handle 7", error.Place, StringComparison.Ordinal);
        Assert.Contains(what, error.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"table":{"family":"inet","name":"t","handle":1,"flags":"t"}}""", "asleep")]
    [InlineData("""{"chain":{"family":"netdev","table":"t","name":"in","handle":1,"type":"filter","hook":"ingress","dev":"eth0","prio":0,"policy":"accept"}}""", "outside of IP")]
    [InlineData("""{"chain":{"family":"inet","table":"t","name":"n","handle":1,"type":"filter","hook":"ingress","prio":0,"policy":"accept"}}""", "hook ingress")]
    [InlineData("""{"chain":{"family":"ip","table":"t","name":"n","handle":1,"type":"nat","hook":"prerouting","prio":-100,"policy":"drop"}}""", "changes packets")]
    [InlineData("""{"surprise":{}}""", "surprise")]
    public void Read_tables_and_chains_that_the_model_does_not_cover_are_errors(string item, string what) =>
        Assert.Contains(what, string.Join('\n', KernelRuleSetReader.Read(Listing(item)).Errors), StringComparison.Ordinal);

    [Fact]
    public void Read_chains_that_call_each_other_in_a_circle_are_an_error()
    {
        string listing = Listing(
            Rule("""{"jump":{"target":"a"}}"""), """{"chain":{"family":"inet","table":"t","name":"a","handle":2}}""", """{"chain":{"family":"inet","table":"t","name":"b","handle":3}}""",
            Rule("""{"jump":{"target":"b"}}""", "a"), Rule("""{"goto":{"target":"a"}}""", "b"));

        Assert.Contains("circle", string.Join('\n', KernelRuleSetReader.Read(listing).Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_every_error_is_named_at_once()
    {
        KernelRuleSetResult result = KernelRuleSetReader.Read(Listing(Rule("""{"notrack":null}"""), Rule("""{"queue":{"num":1}}"""), Rule("""{"accept":null}""")));

        Assert.Equal(2, result.Errors.Count);
    }

    [Fact]
    public void Read_counters_and_what_rules_filled_into_sets_make_no_difference()
    {
        KernelRuleSet Read(int packets, string elements) => KernelListing.Read(Listing(
            $$$"""{"set":{"family":"inet","name":"s","table":"t","type":"ipv4_addr","handle":3,"size":65535,"flags":["timeout"],"timeout":60{{{elements}}}} }""",
            Rule($$$"""{"counter":{"packets":{{{packets}}},"bytes":0} },{"set":{"op":"add","elem":{"payload":{"protocol":"ip","field":"saddr"}},"set":"@s"}},{"drop":null}""")));

        Assert.Equal(Read(0, ""), Read(17, ""","elem":[{"elem":{"val":"10.0.0.1","timeout":60,"expires":5}}]"""));
        Assert.NotEqual(Read(0, ""), KernelRuleSet.None);
    }

    [NamespaceFact]
    public void Read_kernels_listing_of_everything_that_is_covered_is_understood() =>
        Assert.NotEmpty(KernelListing.Read(KernelListing.OfText(WideRuleSet.Text)).Chains);

    [NamespaceFact]
    public void Read_table_that_is_asleep_is_not_taken_for_one_that_works()
    {
        string listing = KernelListing.OfText("table inet t {\n flags dormant\n chain c {\n type filter hook input priority 0; policy drop;\n }\n}\n");

        Assert.Contains("asleep", string.Join('\n', KernelRuleSetReader.Read(listing).Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"nftables":{}}""")]
    [InlineData("""{"nftables":[1]}""")]
    [InlineData("""{"nftables":[{"rule":5}]}""")]
    [InlineData("""{"nftables":[{"chain":null}]}""")]
    public void Read_something_else_is_an_error(string text) => Assert.NotEmpty(KernelRuleSetReader.Read(text).Errors);

    [NamespaceFact]
    public void Read_random_damage_never_throws_and_every_truncation_is_refused()
    {
        const int seed = 15;
        Random random = new(seed);
        string good = KernelListing.OfText(WideRuleSet.Text);
        for (int length = 0; length < good.Length - 1; length += 1 + random.Next(40))
            Assert.NotEmpty(KernelRuleSetReader.Read(good[..length]).Errors);
        for (int round = 0; round < 2000; round++)
        {
            char[] damaged = good.ToCharArray();
            for (int i = 0; i < 1 + random.Next(3); i++)
                damaged[random.Next(damaged.Length)] = (char)random.Next(32, 127);
            _ = KernelRuleSetReader.Read(new string(damaged));
        }
    }

    [NamespaceFact]
    public void Read_values_of_other_shapes_in_any_place_never_throw()
    {
        const int seed = 16;
        Random random = new(seed);
        string good = KernelListing.OfText(WideRuleSet.Text);
        string[] shapes = ["null", "true", "-1", "1e30", "\"\"", "\"@x\"", "[]", "{}", "[[]]", """{"set":[]}""", """{"prefix":{"addr":"::","len":500}}""", """{"range":[9,1]}""", """{"concat":[]}"""];
        for (int round = 0; round < 2000; round++)
        {
            JsonNode root = JsonNode.Parse(good)!;
            JsonNode[] places = [.. Places(root).Skip(1)];
            places[random.Next(places.Length)].ReplaceWith(JsonNode.Parse(shapes[random.Next(shapes.Length)]));
            _ = KernelRuleSetReader.Read(root.ToJsonString());
        }
    }

    private static IEnumerable<JsonNode> Places(JsonNode node) => node switch
    {
        JsonObject inner => [node, .. inner.Where(one => one.Value is not null).SelectMany(one => Places(one.Value!))],
        JsonArray list => [node, .. list.Where(one => one is not null).SelectMany(one => Places(one!))],
        _ => [node],
    };

    private static string Rule(string expressions, string chain = "input") =>
        $$$"""{"rule":{"family":"inet","table":"t","chain":"{{{chain}}}","handle":7,"expr":[{{{expressions}}}]}}""";

    private static string Listing(params string[] items) => $$"""{"nftables":[{{string.Join(',', (string[])[Chain, .. items])}}]}""";
}
