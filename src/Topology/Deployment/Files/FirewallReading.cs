using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;

namespace PoolTopology.Topology.Deployment.Files;

/// <summary>Reads the text of a rule set beside the rule set itself and says why each line is there.</summary>
internal sealed class FirewallReading(
    Machine machine, FirewallRuleSet rules, FirewallElements elements)
{
    private readonly Dictionary<string, FirewallSet> _sets = rules.Sets.ToDictionary(set => set.Name);
    private FirewallSet? _set;
    private Provenance _ofSet = new(machine.Path, "");
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
            return InSet(_set, line);
        if (_chain is not null)
            return InChain(_chain, line);
        return new(machine.Path, line.StartsWith("delete")
            ? "the table is replaced as a whole, in one transaction"
            : "the firewall of this machine: what no rule accepts is dropped");
    }

    private Provenance OfSet(ReadOnlySpan<char> line)
    {
        _chain = null;
        _set = _sets[line[6..^2].ToString()];
        _ofSet = FirewallElements.Of(_set);
        return _ofSet;
    }

    private Provenance InSet(FirewallSet set, ReadOnlySpan<char> line)
    {
        if (line.Length == 0 || line.StartsWith("  }"))
            _set = null;
        return line.StartsWith("      ") ? elements.Of(set, line.Trim().TrimEnd(',')) : _ofSet;
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

    private Provenance InChain(FirewallChain chain, ReadOnlySpan<char> line)
    {
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
}
