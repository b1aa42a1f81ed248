using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>Metrics, gRPC and node-to-node listen on the machine's own address, never on all of them.</summary>
internal static class MetricsAddressRule
{
    private static readonly string[] Everywhere = ["0.0.0.0", "[::]", "::"];

    public static IEnumerable<LintFinding> Check(LintedPool pool)
    {
        foreach (LintedNode node in pool.Nodes)
        {
            foreach (LintedFile? file in (LintedFile?[])[node.Unit, node.Config])
            {
                for (int line = 0; line < file?.Lines.Length; line++)
                {
                    if (IsMetrics(file, line) && Words(file.Lines[line]).Any(IsEverywhere))
                        yield return LintFinding.At(
                            file, line, Severity.Error, FindingCode.MetricsExposed,
                            $"{node.Node.Name} serves metrics or health on every address", "the machine's own address");
                }
            }
        }
    }

    private static bool IsMetrics(LintedFile file, int line) =>
        file.Lines[line].Contains("--metrics-addr", StringComparison.Ordinal)
        || file.Lines[line].Contains("--rpc-addr", StringComparison.Ordinal)
        || file.Lines[line].Contains("PrometheusSimple", StringComparison.Ordinal)
        || (line > 0 && file.Lines[line - 1].Contains("hasPrometheus", StringComparison.Ordinal));

    private static string[] Words(string line) => line.Split(' ', '"', ',');

    private static bool IsEverywhere(string word) =>
        Everywhere.Any(all => word == all || word.StartsWith(all + ":", StringComparison.Ordinal));
}
