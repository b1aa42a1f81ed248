using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;
using PoolTopology.Topology.Shapes;
using PoolTopology.Topology.Yaml;

namespace PoolTopology.Topology.Validation;

/// <summary>Every name that refers to a machine or a relay must be the name of one.</summary>
internal static class ReferenceRule
{
    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        TopologyDocument document = input.Document;
        HashSet<string> machines = [.. document.Machines.Select(machine => machine.Name)];
        HashSet<string> relays = [.. document.Relays.Select(relay => relay.Name)];
        foreach (TopologyNode node in document.Nodes)
        {
            if (!machines.Contains(node.MachineName))
                yield return Dangling($"{node.Path}.machine", node.MachineName, "machine", "machines", machines);
        }
        foreach (ObserverNode observer in document.Observers)
        {
            for (int i = 0; i < (observer.Follows?.Count ?? 0); i++)
            {
                if (observer.Follows![i] is var name && !relays.Contains(name)) // Count is 0 where Follows is null.
                    yield return Dangling(
                        YamlPath.Index($"{observer.Path}.follows", i), name, "relay", "relays", relays);
            }
        }
        if (document.Rollout.Canary is { } canary && !relays.Contains(canary))
            yield return Dangling("rollout.canary", canary, "relay", "relays", relays);
    }

    private static RuleFinding Dangling(string path, string name, string kind, string section, HashSet<string> known)
    {
        string hint = Spelling.Nearest(name, known) is { } nearest
            ? $"did you mean {nearest}?"
            : $"name an entry of `{section}`, or add {name} there";
        return new RuleFinding(
            Severity.Error, FindingCode.DanglingReference, path, $"there is no {kind} {ReadContext.Quote(name)}", hint)
        {
            RestsOn = [section],
        };
    }
}
