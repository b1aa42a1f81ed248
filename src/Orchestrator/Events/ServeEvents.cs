using System.Text.Json;
using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Events;

/// <summary>Somebody tried to connect over TLS and was refused.</summary>
/// <param name="At">When.</param>
/// <param name="From">The address that it came from.</param>
/// <param name="Reason">Why, as one sentence.</param>
/// <param name="Untold">How many others were refused since the last such event.</param>
internal sealed record ConnectionRefused(DateTimeOffset At, string From, string Reason, long Untold) : PoolEvent(At)
{
    public override string Type => "connection_refused";

    public override string Text => Untold == 0
        ? $"refused a connection from {From}: {Reason}"
        : $"refused a connection from {From}: {Reason}; {Untold} more before it";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("from", From);
        json.WriteString("reason", Reason);
        json.WriteNumber("untold", Untold);
    }
}

/// <summary>A step of a rollout was recorded.</summary>
/// <param name="At">When.</param>
/// <param name="Rollout">Which rollout.</param>
/// <param name="Generation">The generation that it puts in force.</param>
/// <param name="Step">What happened.</param>
internal sealed record RolloutStepped(DateTimeOffset At, string Rollout, long Generation, RolloutEvent Step) : PoolEvent(At)
{
    public override string Type => "rollout_stepped";

    public override string Text => Step is MachineEvent { Machine: { } machine }
        ? $"{Rollout}: {machine}: {RolloutSentences.Of(Step)}"
        : $"{Rollout}: {RolloutSentences.Of(Step)}";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("rollout", Rollout);
        json.WriteNumber("generation", Generation);
        json.WritePropertyName("step");
        JsonSerializer.Serialize(json, Step, RolloutJson.Default.RolloutEvent);
    }
}

/// <summary>A rollout that was left cannot be taken up yet.</summary>
/// <param name="At">When.</param>
/// <param name="Rollout">Which rollout.</param>
/// <param name="Reason">Why, as one sentence.</param>
internal sealed record RolloutWaits(DateTimeOffset At, string Rollout, string Reason) : PoolEvent(At)
{
    public override string Type => "rollout_waits";

    public override string Text => $"{Rollout} is taken up later: {Reason}";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("rollout", Rollout);
        json.WriteString("reason", Reason);
    }
}

/// <summary>A node was brought what it asks for a certificate with.</summary>
/// <param name="At">When.</param>
/// <param name="EnrolledNode">The node.</param>
/// <param name="Machine">Its machine.</param>
/// <param name="Reason">Why it needs one.</param>
internal sealed record EnrolmentBrought(DateTimeOffset At, string EnrolledNode, string Machine, string Reason) : PoolEvent(At)
{
    public override string Type => "enrolment_brought";

    public override string? Node => EnrolledNode;

    public override string Text => $"an enrolment was brought to {EnrolledNode} on {Machine}: {Reason}";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("machine", Machine);
        json.WriteString("reason", Reason);
    }
}
