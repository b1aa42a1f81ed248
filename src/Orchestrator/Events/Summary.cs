using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Orchestrator.Observed;

namespace PoolTopology.Orchestrator.Events;

/// <summary>What a run came to; the last event of every run.</summary>
/// <param name="At">When the verdict was taken.</param>
/// <param name="EndedBy">"duration", "stopped", "interrupted" or "failure".</param>
/// <param name="ExitCode">The exit code of the command.</param>
/// <param name="Reasons">What keeps the run from being good, one sentence each; empty for a good run.</param>
/// <param name="BlocksForged">Blocks made in this run.</param>
/// <param name="Nodes">Every node, in the design's order.</param>
/// <param name="DoubleSignedSlots">Slots for which one issuer signed two blocks.</param>
/// <param name="Reachability">Who reached the producer; null where the run was not isolated.</param>
/// <param name="PropagationP50Ms">Median time from slot start to adoption by the last relay.</param>
/// <param name="PropagationP95Ms">95th percentile of the same.</param>
/// <param name="RanFor">From the start of the nodes to the verdict.</param>
internal sealed record Summary(
    DateTimeOffset At,
    string EndedBy,
    int ExitCode,
    ImmutableArray<string> Reasons,
    ulong BlocksForged,
    ImmutableArray<SummaryNode> Nodes,
    ImmutableArray<SignedSlot> DoubleSignedSlots,
    Reachability? Reachability,
    double? PropagationP50Ms,
    double? PropagationP95Ms,
    TimeSpan RanFor) : PoolEvent(At)
{
    /// <inheritdoc/>
    public override string Type => "summary";

    /// <summary>The node with the highest tip: its tip is the pool's.</summary>
    public SummaryNode? Highest => Nodes.Where(node => node.TipHeight is not null).MaxBy(node => node.TipHeight);

    /// <inheritdoc/>
    public override string Text
    {
        get
        {
            string seconds = RanFor.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            string tip = Highest is { } highest ? $"block {highest.TipHeight} in slot {highest.TipSlot}" : "none";
            string verdict = Reasons.IsEmpty ? "all good" : string.Join("; ", Reasons);
            return $"{BlocksForged} blocks forged in {seconds} s, tip {tip}: {verdict}";
        }
    }

    /// <inheritdoc/>
    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("exitCode", ExitCode);
        json.WriteString("endedBy", EndedBy);
        json.WriteStartArray("reasons");
        foreach (string reason in Reasons)
            json.WriteStringValue(reason);
        json.WriteEndArray();
        json.WriteNumber("ranForSeconds", Math.Round(RanFor.TotalSeconds, 3));
        json.WriteNumber("blocksForged", BlocksForged);
        WriteTip(json);
        WriteNodes(json);
        json.WriteNumber("doubleSignedSlots", DoubleSignedSlots.Length);
        json.WriteStartArray("doubleSigned");
        foreach (SignedSlot signed in DoubleSignedSlots)
        {
            json.WriteStartObject();
            json.WriteNumber("slot", signed.Slot);
            json.WriteString("issuer", signed.Issuer);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteNumber(json, "propagationP50Ms", PropagationP50Ms);
        WriteNumber(json, "propagationP95Ms", PropagationP95Ms);
        json.WriteBoolean("isolated", Reachability is not null);
        Reachability?.Write(json);
    }

    private void WriteTip(Utf8JsonWriter json)
    {
        if (Highest is not { } highest)
        {
            json.WriteNull("tip");
            return;
        }

        json.WriteStartObject("tip");
        WriteNumber(json, "slot", highest.TipSlot);
        json.WriteString("hash", highest.TipHash);
        WriteNumber(json, "blockNo", highest.TipHeight);
        json.WriteEndObject();
    }

    private void WriteNodes(Utf8JsonWriter json)
    {
        json.WriteStartArray("nodes");
        foreach (SummaryNode node in Nodes)
        {
            json.WriteStartObject();
            json.WriteString("name", node.Name);
            json.WriteString("role", node.Role);
            json.WriteString("machine", node.Machine);
            WriteNumber(json, "tipHeight", node.TipHeight);
            WriteNumber(json, "tipSlot", node.TipSlot);
            json.WriteString("tipHash", node.TipHash);
            json.WriteString("health", node.Health);
            json.WriteString("healthReason", node.HealthReason);
            json.WriteNumber("restarts", node.Restarts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, Math.Round(number, 3));
        else
            json.WriteNull(name);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, ulong? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
