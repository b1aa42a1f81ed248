using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>A node's name is unique over producers, relays and observers.</summary>
internal static class NodeNameRule
{
    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        Dictionary<string, TopologyNode> taken = new(StringComparer.OrdinalIgnoreCase);
        foreach (TopologyNode node in input.Document.Nodes)
        {
            if (!taken.TryAdd(node.Name, node) && taken[node.Name] is var first)
            {
                yield return new RuleFinding(Severity.Error, FindingCode.DuplicateName, node.Path,
                    $"{first.Path} has the same name{(first.Name == node.Name ? "" : " but for capital letters")}",
                    "give each node a name of its own");
            }
        }
    }
}
