using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>Why machines move together.</summary>
internal enum StageKind
{
    /// <summary>No node of the pool runs: there is nothing to protect, and nothing to wait for.</summary>
    BringUp,

    /// <summary>The first relay.</summary>
    Canary,

    /// <summary>A batch of the other relays.</summary>
    Relays,

    /// <summary>Machines whose loss nobody outside notices: observers, machines without nodes.</summary>
    Others,

    /// <summary>Producers that do not forge.</summary>
    Standby,

    /// <summary>The producer.</summary>
    Producer,
}

/// <summary>Machines that move at the same time.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Machines">Which, in the order of topology.yaml.</param>
/// <param name="HoldSeconds">How long all of them must stay healthy before the next stage.</param>
internal sealed record RolloutStage(StageKind Kind, ImmutableArray<string> Machines, int HoldSeconds);
