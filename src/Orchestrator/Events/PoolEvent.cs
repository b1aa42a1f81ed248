using System.Text.Json;

namespace PoolTopology.Orchestrator.Events;

/// <summary>Something that happened, worth telling a person and a program. One case per kind; immutable.</summary>
/// <remarks>
/// The kinds are part of the command's interface: <see cref="Type"/> and the field names are never renamed or reused.
/// </remarks>
/// <param name="At">When it happened.</param>
internal abstract record PoolEvent(DateTimeOffset At)
{
    /// <summary>The kind, in lower case with underscores.</summary>
    public abstract string Type { get; }

    /// <summary>The node that the event is about, or null.</summary>
    public virtual string? Node => null;

    /// <summary>The event as one sentence for a person, without time and node name.</summary>
    public abstract string Text { get; }

    /// <summary>Writes the event's own fields into the open JSON object.</summary>
    internal abstract void WriteFields(Utf8JsonWriter json);
}
