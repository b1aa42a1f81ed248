using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>No rule lets a stranger in to a producer's port.</summary>
/// <remarks>
/// Looks at the derived rules; the proof of the firewall looks at the whole header space of what the kernel has.
/// </remarks>
internal static class ProducerFirewallRule
{
    public static IEnumerable<LintFinding> Check(LintedPool pool)
    {
        string[] relays = [.. pool.Document.Relays.Select(relay => pool.Document.MachineOf(relay).Address.ToString())];
        foreach (ProducerNode producer in pool.Document.Producers)
        {
            foreach (FirewallRuleSet rules in pool.Firewalls.Where(rules => rules.MachineName == producer.MachineName))
            {
                foreach (string reason in Openings(rules, producer, relays))
                    yield return new LintFinding(
                        Severity.Error, FindingCode.ProducerExposed, $"{producer.Path}.port",
                        $"{rules.MachineName}: {reason}", $"strangers would reach {producer.Name}",
                        "only relays connect to a producer");
            }
        }
    }

    private static IEnumerable<string> Openings(FirewallRuleSet rules, ProducerNode producer, string[] relays)
    {
        FirewallChain? input = rules.Chains.FirstOrDefault(chain => chain.Hook == FirewallHook.Input);
        if (input is null)
        {
            yield return "nothing looks at what comes in";
            yield break;
        }
        bool areStrangersRefused = false;
        HashSet<IpFamily> refused = [];
        foreach (FirewallRule rule in input.Rules)
        {
            if (IsRefusal(rule, producer, out IpFamily family) && refused.Add(family))
                areStrangersRefused = refused.Count == 2;
            if (rule.Verdict == FirewallVerdict.Accept && !areStrangersRefused && IsOpen(rule, producer))
                yield return $"accepts {string.Join(' ', rule.Matches.Select(match => match.ToNft()))}";
        }
        foreach (FirewallSet set in rules.Sets.Where(set => set.BaseName == SetName.Relays))
        {
            foreach (string element in set.Elements.Where(element => !relays.Contains(element)))
                yield return $"{element} is in {set.Name} and is no relay";
        }
    }

    private static bool IsRefusal(FirewallRule rule, ProducerNode producer, out IpFamily family)
    {
        family = rule.Matches.OfType<FirewallMatch.SourceNotIn>().FirstOrDefault()?.Family ?? IpFamily.V4;
        return rule.Verdict == FirewallVerdict.Drop && rule.Matches.Count == 2
            && rule.Matches.Any(match => match is FirewallMatch.SourceNotIn source
                && source.SetName.StartsWith(SetName.Relays, StringComparison.Ordinal))
            && rule.Matches.Any(match => match is FirewallMatch.TcpTo to && to.Ports.Contains(producer.Port));
    }

    private static bool IsOpen(FirewallRule rule, ProducerNode producer)
    {
        bool isBound = rule.Matches.Any(match => match is FirewallMatch.Loopback or FirewallMatch.SourceIn
            or FirewallMatch.SourceEndPointIn or FirewallMatch.IcmpIn or FirewallMatch.UdpTo or FirewallMatch.UdpFrom);
        bool isOtherPort = rule.Matches.Any(match => match is FirewallMatch.TcpTo to && !to.Ports.Contains(producer.Port));
        return !isBound && !isOtherPort;
    }
}
