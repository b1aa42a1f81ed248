using System.Globalization;
using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Deployment.Files;

/// <summary>When a person is called, as Prometheus takes it.</summary>
/// <remarks>
/// Never judged by forging_enabled: cardano-node says 1 on a standby. Spec: cardano-node's metric names, July 2026.
/// </remarks>
internal static class AlertFile
{
    private const string Prefix = "cardano_node_metrics_";

    public static DerivedFile Of(TopologyDocument document)
    {
        LineWriter lines = new();
        lines.Line(
            "# Made from topology.yaml. Do not edit: the next change replaces this file.", "alerts",
            "who made this file, for whoever finds it");
        lines.Line("groups:", "alerts", "the beginning of the rules");
        lines.Line($"  - name: pooltopology-{document.Pool.Ticker}", "pool.ticker", "the rules of this pool");
        lines.Line("    rules:", "alerts", "the beginning of the rules");
        foreach (Alert alert in Alerts(document))
            Write(lines, alert);
        return new DerivedFile(
            "/etc/prometheus/rules.d/pooltopology.yml", FileModes.Public, FileModes.Root, FileModes.Root,
            lines.Content, new ChangeEffect.RefreshService("prometheus.service"), lines.Lines);
    }

    private static IEnumerable<Alert> Alerts(TopologyDocument document)
    {
        AlertPolicy policy = document.Alerts;
        string pool = $"pool=\"{document.Pool.Ticker}\"";
        string producers = $"{pool},role=\"producer\"";
        long silence = (long)policy.Silence.TotalSeconds;
        yield return new Alert(
            "NodeDown", $"up{{{pool}}} == 0", "2m", "page", "{{ $labels.node }} does not answer", "alerts",
            "a node that serves no metrics serves nothing");
        yield return new Alert(
            "KesKeyEnds", Invariant($"{Prefix}remainingKESPeriods_int{{{producers}}} <= {policy.KesPeriods}"), "1m",
            "page", "{{ $labels.node }} has {{ $value }} KES periods left", "alerts.kesPeriods",
            "an expired KES key forges nothing, and its renewal needs the offline key");
        yield return new Alert(
            "ChainStands", Invariant($"changes({Prefix}blockNum_int{{{pool}}}[{silence}s]) == 0"), "1m", "page",
            "{{ $labels.node }} has adopted no block for a while", "alerts.silence",
            "a healthy network is not silent for so long");
        yield return new Alert(
            "TipsDiverge",
            Invariant($"max({Prefix}blockNum_int{{{pool}}}) - min({Prefix}blockNum_int{{{pool}}}) > {policy.Divergence}"),
            "2m", "page", "the tips of the pool's nodes are {{ $value }} blocks apart", "alerts.divergence",
            "some of the nodes follow another chain or none");
        yield return new Alert(
            "SlotsMissed",
            Invariant($"increase({Prefix}slotsMissed_int{{{producers}}}[1h]) >= {policy.MissedSlots}"), "0m", "ticket",
            "{{ $labels.node }} has missed {{ $value }} slots within an hour", "alerts.missedSlots",
            "a slot whose leadership was not checked may have been ours");
        yield return new Alert(
            "BlockNotAdopted", $"increase({Prefix}Forge_didnt_adopt_counter{{{producers}}}[1h]) > 0", "0m", "page",
            "{{ $labels.node }} forged a block that it did not adopt", "alerts",
            "a block that its own node refuses is lost");
    }

    private static void Write(LineWriter lines, Alert alert)
    {
        lines.Line($"      - alert: {alert.Name}", alert.Path, alert.Reason);
        lines.Line($"        expr: {alert.Expression}", alert.Path, alert.Reason);
        lines.Line($"        for: {alert.Wait}", alert.Path, "how long it must hold before a person is called");
        lines.Line("        labels:", alert.Path, "what decides who is called");
        lines.Line($"          severity: {alert.Severity}", alert.Path, "what decides who is called");
        lines.Line("        annotations:", alert.Path, "what the person reads");
        lines.Line($"          summary: \"{alert.Summary}\"", alert.Path, "what the person reads");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Alert(
        string Name, string Expression, string Wait, string Severity, string Summary, string Path, string Reason);
}
