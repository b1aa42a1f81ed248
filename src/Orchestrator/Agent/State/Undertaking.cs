using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace PoolTopology.Orchestrator.Agent.State;

/// <summary>A change that was begun: its steps, and which of them are done.</summary>
/// <param name="Kind">Forward or back.</param>
/// <param name="Generation">The generation that is in force when it is done.</param>
/// <param name="Release">The release of that generation.</param>
/// <param name="Steps">In order.</param>
/// <param name="Done">Indices of the steps that are done, ascending.</param>
/// <param name="Reason">Of a revert.</param>
internal sealed record Undertaking(
    UndertakingKind Kind,
    long Generation,
    string Release,
    ImmutableArray<AgentStep> Steps,
    ImmutableArray<int> Done,
    string Reason);

/// <summary>Forward or back.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UndertakingKind>))]
internal enum UndertakingKind
{
    /// <summary>To a new generation.</summary>
    Activate,

    /// <summary>Back to an earlier one.</summary>
    Revert,
}
