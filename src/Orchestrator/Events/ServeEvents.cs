using System.Text.Json;

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
