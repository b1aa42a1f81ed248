using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;

namespace PoolTopology.Topology.Deployment.Files;

/// <summary>Reads the text of a rule set beside the rule set itself and says why each line is there.</summary>
internal sealed class FirewallReading(
    Machine machine, FirewallRuleSet rules, IReadOnlyDictionary<string, string> addresses)
{
    private readonly Dictionary<string, FirewallSet> _sets = rules.Sets.ToDictionary(set => set.Name);
    private FirewallSet? _set;
    private FirewallChain? _chain;
    private int _rule;

    public ValueList<Provenance> Lines(string text)
    {
        List<Provenance> lines = [];
        foreach (ReadOnlySpan<char> line in text.AsSpan().TrimEnd('\n').EnumerateLines())
            lines.Add(Explain(line));
        return lines.ToValueList();
    }

    private Provenance Explain(ReadOnlySpan<char> line)
    {
        if (line.StartsWith("  set "))
            return OfSet(line);
        if (line.StartsWith("  chain "))
            return OfChain(line);
        if (line.StartsWith("  counter "))
            return OfCounter(line[10..^4].ToString());
        if (_set is not null)
            return InSet(line);
        if (_chain is not null)
            return InChain(line);
        return new(machine.Path, line.StartsWith("delete")
            ? "the table is replaced as a whole, in one transaction"
            : "the firewall of this machine: what no rule accepts is dropped");
    }

    private Provenance OfSet(ReadOnlySpan<char> line)
    {
        _chain = null;
        _set = _sets[line[6..^2].ToString()];
        return new(PathOf(_set), ReasonOf(_set));
    }

    private Provenance InSet(ReadOnlySpan<char> line)
    {
        FirewallSet set = _set!; // Lines of a set.
        if (line.Length == 0 || line.StartsWith("  }"))
        {
            _set = null;
            return new(PathOf(set), ReasonOf(set));
        }
        return line.StartsWith("      ") ? Element(set, line.Trim().TrimEnd(',')) : new(PathOf(set), ReasonOf(set));
    }

    private Provenance Element(FirewallSet set, ReadOnlySpan<char> element)
    {
        int port = element.IndexOf(" . ");
        string text = (port < 0 ? element : element[..port]).ToString();
        if (addresses.TryGetValue(text, out string? path) || addresses.TryGetValue($"{set.BaseName} {text}", out path))
            return new(path, ReasonOf(set));
        return new(PathOf(set), ReasonOf(set));
    }

    private Provenance OfChain(ReadOnlySpan<char> line)
    {
        _set = null;
        ReadOnlySpan<char> hook = line[8..^2];
        foreach (FirewallChain chain in rules.Chains)
        {
            if (hook.Equals(chain.Hook.ToString(), StringComparison.OrdinalIgnoreCase))
                _chain = chain;
        }
        _rule = 0;
        return Closed(_chain!); // The text has only the chains of the rule set.
    }

    private Provenance InChain(ReadOnlySpan<char> line)
    {
        FirewallChain chain = _chain!; // Lines of a chain.
        if (line.Length == 0 || line.StartsWith("  }"))
        {
            _chain = null;
            return Closed(chain);
        }
        if (line.StartsWith("    type ") || _rule >= chain.Rules.Count)
            return Closed(chain);
        FirewallRule rule = chain.Rules[_rule++];
        return new(rule.Path, RuleReason.Of(rule));
    }

    private Provenance Closed(FirewallChain chain) => new(machine.Path, chain.Hook switch
    {
        FirewallHook.Input => "what comes in is refused unless a rule accepts it",
        FirewallHook.Output => "what goes out is refused unless a rule accepts it",
        _ => "nothing passes through this machine",
    });

    private Provenance OfCounter(string name)
    {
        FirewallRule? rule = rules.Chains.SelectMany(chain => chain.Rules).FirstOrDefault(r => r.Counter == name);
        return new(rule?.Path ?? machine.Path, "counts what was refused, for whoever asks why");
    }

    private static string PathOf(FirewallSet set) => set.BaseName == "members" ? "relays" : set.Path;

    private static string ReasonOf(FirewallSet set) => (set.BaseName, set.Kind) switch
    {
        ("manage", _) => "who may use SSH and gRPC",
        ("scrape", _) => "who may read metrics",
        ("time", _) => "time servers that a hidden machine may ask",
        (_, FirewallSetKind.RatePerSource) => "how fast each stranger connects",
        (_, FirewallSetKind.ConnectionsPerSource) => "how many connections each stranger holds",
        (_, FirewallSetKind.EndPoints) => "the relays' node-to-node ports, which the producer dials",
        ("members", _) => "the pool's own machines, which no limit applies to",
        _ => "the relays, which alone speak with the producer",
    };
}
