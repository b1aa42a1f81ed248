using System.Text.Json.Serialization;

namespace PoolTopology.Orchestrator.Agent.State;

/// <summary>How much is known of a generation.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConfirmationLevel>))]
internal enum ConfirmationLevel
{
    /// <summary>Not confirmed.</summary>
    None,

    /// <summary>The machine could be reached with it over a fresh connection, or it cannot change that.</summary>
    Reachable,

    /// <summary>The whole deployment was healthy with it.</summary>
    Stable,
}
