using System.Globalization;
using System.Text.Json;
using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.KernelRules;

/// <summary>Makes the rule set from a listing; goes on after an error, so that all of them are named at once.</summary>
internal sealed class RuleSetBuilder
{
    /// <summary>So many errors are named; further ones are counted.</summary>
    private const int MostErrors = 100;

    private readonly Listing _listing;
    private readonly List<NotUnderstood> _errors = [];
    private readonly Dictionary<(TableFamily Family, string Table), Dictionary<string, KernelSet>> _sets = [];
    private int _furtherErrors;

    private RuleSetBuilder(Listing listing) => _listing = listing;

    public static KernelRuleSetResult Build(Listing listing) => new RuleSetBuilder(listing).Build();

    private KernelRuleSetResult Build()
    {
        foreach (JsonElement table in _listing.Tables)
            Try(() => Describe("table", table), () => CheckTable(table));
        HashSet<(string, string, string)> filled = [.. _listing.Rules.SelectMany(SetsFilledBy)];
        foreach (JsonElement set in _listing.Sets)
            Try(() => Describe("set", set), () => ReadSet(set, filled));
        ILookup<ChainName, KernelRule> rules = ReadRules().ToLookup(rule => rule.Chain);
        List<KernelChain> chains = [];
        foreach (JsonElement chain in _listing.Chains)
            Try(() => Describe("chain", chain), () => chains.Add(ReadChain(chain, rules)));
        _errors.AddRange(CallCheck.Of(chains));
        if (_furtherErrors > 0)
            _errors.Add(new NotUnderstood("rule set", $"{_furtherErrors} further places are not understood"));
        return _errors.Count > 0
            ? new KernelRuleSetResult(null, _errors.ToValueList())
            : new KernelRuleSetResult(new KernelRuleSet(chains.ToValueList()), []);
    }

    /// <remarks>nft 1.0.6 prints the table's name where the flag's name should be: dormant cannot be told from owned.</remarks>
    private static void CheckTable(JsonElement table)
    {
        Json.Text(table, "name");
        if (Json.Optional(table, "flags") is { } flags)
            throw new NotUnderstoodException($"the table has flags {Json.Short(flags)}: it may be asleep");
    }

    private void ReadSet(JsonElement set, HashSet<(string Family, string Table, string Set)> filled)
    {
        if (TryFamily(set) is not { } family)
            return;
        (string table, string name) = (Json.Text(set, "table"), Json.Text(set, "name"));
        bool isFilled = filled.Contains((Json.Text(set, "family"), table, name));
        SetsOf(family, table)[name] = SetReader.ReadNamed(set, isFilled);
    }

    private List<KernelRule> ReadRules()
    {
        List<KernelRule> rules = [];
        foreach (JsonElement rule in _listing.Rules)
        {
            Try(() => Describe("rule", rule), () =>
            {
                ChainName chain = new(Family(rule), Json.Text(rule, "table"), Json.Text(rule, "chain"));
                JsonElement expressions = Json.Require(rule, "expr");
                rules.Add(new KernelRule(
                    chain,
                    Json.Number(Json.Require(rule, "handle")),
                    Json.Optional(rule, "comment") is { } comment ? Json.Text(comment) : "",
                    RuleText.Of(expressions),
                    new ExpressionReader(SetsOf(chain.Family, chain.Table)).Read(expressions)));
            });
        }
        return rules;
    }

    private static KernelChain ReadChain(JsonElement chain, ILookup<ChainName, KernelRule> rules)
    {
        ChainName name = new(Family(chain), Json.Text(chain, "table"), Json.Text(chain, "name"));
        ValueList<KernelRule> own = rules[name].ToValueList();
        return new KernelChain(name, ReadBase(chain, own), own);
    }

    private static BaseChain? ReadBase(JsonElement chain, ValueList<KernelRule> rules)
    {
        if (Json.Optional(chain, "hook") is not { } hook)
            return null;
        bool isOpen = Json.Optional(chain, "policy") is not { } policy || Json.Text(policy) switch
        {
            "accept" => true,
            "drop" => false,
            var other => throw new NotUnderstoodException($"the policy {other}"),
        };
        string type = Json.Text(chain, "type");
        if (type != "filter" && (rules.Count > 0 || !isOpen))
            throw new NotUnderstoodException($"a chain of type {type}: it changes packets");
        long priority = Json.Number(Json.Require(chain, "prio"));
        return new BaseChain(
            Json.Text(hook) switch
            {
                "prerouting" => KernelHook.Prerouting,
                "input" => KernelHook.Input,
                "forward" => KernelHook.Forward,
                "output" => KernelHook.Output,
                "postrouting" => KernelHook.Postrouting,
                var other => throw new NotUnderstoodException($"the hook {other}"),
            },
            (int)Math.Clamp(priority, int.MinValue, int.MaxValue),
            isOpen);
    }

    /// <summary>The sets that a rule adds to or takes from, wherever in the rule that stands.</summary>
    private static IEnumerable<(string, string, string)> SetsFilledBy(JsonElement rule)
    {
        if (rule.ValueKind != JsonValueKind.Object || !rule.TryGetProperty("expr", out JsonElement expressions)
            || expressions.ValueKind != JsonValueKind.Array)
            yield break;
        foreach (JsonElement expression in expressions.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object))
        {
            foreach (string statement in (string[])["set", "map"])
            {
                if (expression.TryGetProperty(statement, out JsonElement body) && body.ValueKind == JsonValueKind.Object
                    && body.TryGetProperty("set", out JsonElement set) && set.ValueKind == JsonValueKind.String)
                    yield return (Property(rule, "family"), Property(rule, "table"), (set.GetString() ?? "").TrimStart('@'));
            }
        }
    }

    private static TableFamily Family(JsonElement element) => TryFamily(element)
        ?? throw new NotUnderstoodException($"the family {Json.Text(element, "family")} filters outside of IP");

    private static TableFamily? TryFamily(JsonElement element) => Json.Text(element, "family") switch
    {
        "inet" => TableFamily.Inet,
        "ip" => TableFamily.Ip,
        "ip6" => TableFamily.Ip6,
        _ => null,
    };

    private Dictionary<string, KernelSet> SetsOf(TableFamily family, string table)
    {
        if (!_sets.TryGetValue((family, table), out Dictionary<string, KernelSet>? sets))
            _sets[(family, table)] = sets = new Dictionary<string, KernelSet>(StringComparer.Ordinal);
        return sets;
    }

    private void Try(Func<string> place, Action read)
    {
        try
        {
            read();
        }
        catch (NotUnderstoodException unknown)
        {
            if (_errors.Count < MostErrors)
                _errors.Add(new NotUnderstood(place(), unknown.Message));
            else
                _furtherErrors++;
        }
    }

    private static string Describe(string kind, JsonElement body)
    {
        string own = kind == "rule" ? $"chain {Property(body, "chain")} handle {Property(body, "handle")}" : $"{kind} {Property(body, "name")}";
        string table = kind == "table" ? "" : $" {Property(body, "table")}";
        string text = kind == "rule" && body.ValueKind == JsonValueKind.Object && body.TryGetProperty("expr", out JsonElement expressions)
            ? $" ({RuleText.Of(expressions)})"
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Property(body, "family")}{table} {own}{text}");
    }

    private static string Property(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out JsonElement value)
            ? value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : value.GetRawText()
            : "";
}
