using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>A standby holds no keys, or is started so that it does not forge and is never sent SIGHUP.</summary>
internal static class StandbyForgesRule
{
    public static IEnumerable<LintFinding> Check(LintedPool pool)
    {
        foreach (LintedNode node in pool.Nodes.Where(node => node.IsStandby))
        {
            if (Names(node, "--shelley-kes-key")
                && (node.Engine != EngineKind.CardanoNode || !Names(node, "--start-as-non-producing-node")))
                yield return Found(node.Unit, node, "--shelley-kes-key", "is started with keys and would forge");
            if (node.Engine != EngineKind.CardanoNode)
                continue;
            if (Names(node, "ExecReload="))
                yield return Found(node.Unit, node, "ExecReload=", "would forge after a reload");
            foreach (LintedFile? file in (LintedFile?[])[node.Unit, node.Peers, node.Config])
            {
                if (file?.File.Effect is ChangeEffect.ReloadNode)
                    yield return Found(file, node, "", "would be reloaded, and forge");
            }
        }
    }

    private static bool Names(LintedNode node, string word) =>
        node.Unit.Lines.Any(line => line.Contains(word, StringComparison.Ordinal));

    private static LintFinding Found(LintedFile file, LintedNode node, string beginning, string what) => LintFinding.At(
        file, file.LineOf(beginning), Severity.Error, FindingCode.StandbyForges, $"standby {node.Node.Name} {what}",
        "a standby forges only after a failover");
}
