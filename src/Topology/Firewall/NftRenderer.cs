using System.Globalization;
using System.Text;

namespace PoolTopology.Topology.Firewall;

/// <summary>Writes a rule set as nftables text.</summary>
/// <remarks>
/// The first two lines create the table if it is absent and delete it, so that one transaction replaces whatever was
/// there; nft 1.0.6 has no <c>destroy</c>.
/// </remarks>
internal static class NftRenderer
{
    public static string Render(FirewallRuleSet rules)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# Machine {rules.MachineName}, made from topology.yaml: ")
            .Append("the comment of a rule names the key that caused it.\n")
            .Append("# Do not edit: the next change of topology.yaml replaces the whole table.\n");
        text.Append(CultureInfo.InvariantCulture, $"table inet {FirewallRuleSet.TableName}\n");
        text.Append(CultureInfo.InvariantCulture, $"delete table inet {FirewallRuleSet.TableName}\n");
        text.Append(CultureInfo.InvariantCulture, $"table inet {FirewallRuleSet.TableName} {{\n");
        foreach (string counter in rules.Counters)
            text.Append(CultureInfo.InvariantCulture, $"  counter {counter} {{ }}\n");
        foreach (FirewallSet set in rules.Sets)
            AppendSet(text, set);
        foreach (FirewallChain chain in rules.Chains)
            AppendChain(text, chain);
        return text.Append("}\n").ToString();
    }

    private static void AppendSet(StringBuilder text, FirewallSet set)
    {
        string address = set.Family == IpFamily.V4 ? "ipv4_addr" : "ipv6_addr";
        text.Append(CultureInfo.InvariantCulture, $"\n  set {set.Name} {{\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"    type {address}{(set.Kind == FirewallSetKind.EndPoints ? " . inet_service" : "")}\n");
        if (PropertiesOf(set.Kind) is { } properties)
            text.Append(CultureInfo.InvariantCulture, $"    {properties}\n");
        text.Append(CultureInfo.InvariantCulture, $"    comment \"{set.Path}\"\n");
        if (set.Elements.Count > 0)
            text.Append(
                CultureInfo.InvariantCulture,
                $"    elements = {{\n      {string.Join(",\n      ", set.Elements)}\n    }}\n");
        text.Append("  }\n");
    }

    private static string? PropertiesOf(FirewallSetKind kind) => kind switch
    {
        FirewallSetKind.Networks => "flags interval; auto-merge",
        FirewallSetKind.RatePerSource => string.Create(CultureInfo.InvariantCulture,
            $"flags dynamic,timeout; timeout {SourceLimits.MemoryMinutes}m; size {SourceLimits.WatchedSources}"),
        FirewallSetKind.ConnectionsPerSource => string.Create(CultureInfo.InvariantCulture,
            $"flags dynamic; size {SourceLimits.WatchedSources}"),
        _ => null,
    };

    private static void AppendChain(StringBuilder text, FirewallChain chain)
    {
        string hook = chain.Hook.ToString().ToLowerInvariant();
        text.Append(CultureInfo.InvariantCulture, $"\n  chain {hook} {{\n");
        text.Append(CultureInfo.InvariantCulture, $"    type filter hook {hook} priority filter; policy drop;\n");
        foreach (FirewallRule rule in chain.Rules)
            text.Append("    ").Append(RenderRule(rule)).Append('\n');
        text.Append("  }\n");
    }

    private static string RenderRule(FirewallRule rule)
    {
        List<string> words = [.. rule.Matches.Select(match => match.ToNft())];
        if (rule.Counter is not null)
            words.Add($"counter name \"{rule.Counter}\"");
        string? verdict = rule.Verdict switch
        {
            FirewallVerdict.Accept => "accept",
            FirewallVerdict.Drop => "drop",
            FirewallVerdict.Reset => "reject with tcp reset",
            FirewallVerdict.Log => "log prefix \"pool refused: \"",
            _ => null,
        };
        if (verdict is not null)
            words.Add(verdict);
        words.Add($"comment \"{rule.Path}\"");
        return string.Join(' ', words);
    }
}
