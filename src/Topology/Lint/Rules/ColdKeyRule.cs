using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>Keys that belong offline appear on no machine.</summary>
internal static class ColdKeyRule
{
    private static readonly string[] OfflineNames =
        ["cold.", "node.skey", "node.counter", "payment.", "stake.skey", "owner.", "rewards."];

    public static IEnumerable<LintFinding> Check(LintedPool pool)
    {
        foreach (LintedNode node in pool.Nodes)
        {
            foreach (RequiredSecret secret in node.Secrets.Where(secret => IsOffline(secret.Path)))
                yield return new LintFinding(
                    Severity.Error, FindingCode.ColdKeyOnline, node.Node.Path, $"{node.Unit.MachineName}:{secret.Path}",
                    $"{node.Node.Name} asks for a key that belongs offline", Hint);
            for (int line = 0; line < node.Unit.Lines.Length; line++)
            {
                if (node.Unit.Lines[line].Split(' ', '=').Any(IsOffline))
                    yield return LintFinding.At(
                        node.Unit, line, Severity.Error, FindingCode.ColdKeyOnline,
                        $"the unit of {node.Node.Name} names a key that belongs offline", Hint);
            }
        }
    }

    private const string Hint = "cold, payment and stake keys never touch a machine of the pool";

    private static bool IsOffline(string word) =>
        word.Contains('/', StringComparison.Ordinal)
        && OfflineNames.Any(name => Path.GetFileName(word).StartsWith(name, StringComparison.Ordinal));
}
