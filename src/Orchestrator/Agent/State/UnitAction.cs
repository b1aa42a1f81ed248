using System.Text.Json.Serialization;

namespace PoolTopology.Orchestrator.Agent.State;

/// <summary>What systemctl is asked to do with a unit.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UnitAction>))]
internal enum UnitAction
{
    /// <summary>Started with the machine.</summary>
    Enable,

    /// <summary>Not started with the machine.</summary>
    Disable,

    /// <summary>Runs.</summary>
    Start,

    /// <summary>Does not run.</summary>
    Stop,

    /// <summary>Runs, and was started by this change.</summary>
    Restart,

    /// <summary>Has read its configuration again in this change.</summary>
    Reload,
}
