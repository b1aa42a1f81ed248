using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>What a node reads as JSON is JSON; without it no other rule would have anything to look at.</summary>
internal static class JsonRule
{
    public static IEnumerable<LintFinding> Check(LintedPool pool) =>
        from node in pool.Nodes
        from file in (LintedFile?[])[node.Peers, node.Config]
        where file is not null && file.Json is null
        select LintFinding.At(
            file, 0, Severity.Error, FindingCode.BrokenFile, $"{node.Node.Name} could not read its {Path.GetFileName(file.File.Path)}",
            "JSON, in which each key stands once");
}
