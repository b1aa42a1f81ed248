namespace PoolTopology.Orchestrator.Events;

/// <summary>One node in the summary of a run.</summary>
/// <remarks>Tip fields are null or empty where it has none or never reported. Health is grpc.health.v1's word.</remarks>
internal sealed record SummaryNode(
    string Name,
    string Role,
    string Machine,
    ulong? TipHeight,
    ulong? TipSlot,
    string TipHash,
    string Health,
    string HealthReason,
    uint Restarts);
