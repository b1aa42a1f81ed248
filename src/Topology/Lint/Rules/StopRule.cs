using System.Globalization;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>A node is told to stop by SIGINT and given five minutes: one that is killed replays its ledger.</summary>
internal static class StopRule
{
    private const int LeastSeconds = 300;

    public static IEnumerable<LintFinding> Check(LintedPool pool)
    {
        foreach (LintedNode node in pool.Nodes)
        {
            if (Setting(node.Unit, "KillSignal=") != "SIGINT")
                yield return Found(node, "KillSignal=", "is not stopped by SIGINT");
            if (!int.TryParse(
                    Setting(node.Unit, "TimeoutStopSec="), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
                || seconds < LeastSeconds)
                yield return Found(node, "TimeoutStopSec=", "is killed before it may have closed its database");
        }
    }

    private static string? Setting(LintedFile unit, string key) =>
        Array.Find(unit.Lines, line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..];

    private static LintFinding Found(LintedNode node, string key, string what) => LintFinding.At(
        node.Unit, node.Unit.LineOf(key), Severity.Error, FindingCode.UncleanStop, $"{node.Node.Name} {what}",
        "KillSignal=SIGINT and TimeoutStopSec=300");
}
