using System.Text.Json;
using PoolTopology.Orchestrator.Isolation;

namespace PoolTopology.Orchestrator.Events;

/// <summary>A machine's rule set is in force in its network namespace.</summary>
internal sealed record FirewallApplied(DateTimeOffset At, string Machine, string Namespace, int Rules) : PoolEvent(At)
{
    public override string Type => "firewall_applied";

    public override string Text => $"{Machine}: {Rules} firewall rules in force, namespace {Namespace}";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("machine", Machine);
        json.WriteString("namespace", Namespace);
        json.WriteNumber("rules", Rules);
    }
}

/// <summary>The run is not isolated.</summary>
internal sealed record NothingFirewalled(DateTimeOffset At) : PoolEvent(At)
{
    public override string Type => "nothing_firewalled";

    public override string Text =>
        "nothing is firewalled: every process of this machine can reach the producer (--isolate, as root, changes that)";

    internal override void WriteFields(Utf8JsonWriter json) => json.WriteBoolean("isolated", false);
}

/// <summary>Every machine tried to connect to the producer.</summary>
internal sealed record ReachabilityMeasured(DateTimeOffset At, Reachability Measured) : PoolEvent(At)
{
    public override string Type => "reachability_measured";

    public override string Text
    {
        get
        {
            string[] open = [.. Measured.ReachableFrom];
            string[] closed = [.. Measured.Attempts.Select(attempt => attempt.Machine).Distinct().Except(open)];
            return $"producer reached from: {Names(open)}; not from: {Names(closed)} (measured)";
        }
    }

    internal override void WriteFields(Utf8JsonWriter json) => Measured.Write(json);

    private static string Names(string[] names) => names.Length == 0 ? "nobody" : string.Join(", ", names);
}
