using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Rollout;

/// <summary>What was seen of one node at one moment.</summary>
/// <param name="Node">The node.</param>
/// <param name="IsActive">Its service runs.</param>
/// <param name="HasFailed">Its service is given up, or ended by itself.</param>
/// <param name="UnitWord">What systemd says, for people.</param>
/// <param name="Restarts">How often systemd has restarted it.</param>
/// <param name="SinceUnixMs">Since when it runs.</param>
/// <param name="Trouble">That it does not answer and why, or that nobody asked it; empty where it answered.</param>
/// <param name="TipSlot">The slot of its tip; null where it has none or did not answer.</param>
/// <param name="CurrentSlot">The slot of now, by its clock.</param>
/// <param name="HasUpstream">It follows an established peer.</param>
/// <param name="SeesOtherSide">The connection between relays and producer stands.</param>
/// <param name="Forges">Its forging service is serving, its keys are valid and leadership is being checked.</param>
/// <param name="HasKeys">Keys are in use.</param>
internal sealed record NodeSample(
    string Node,
    bool IsActive,
    bool HasFailed,
    string UnitWord,
    int Restarts,
    long SinceUnixMs,
    string Trouble,
    long? TipSlot,
    long CurrentSlot,
    bool HasUpstream,
    bool SeesOtherSide,
    bool Forges,
    bool HasKeys)
{
    /// <summary>Why it does not forge; empty where it does or does not say.</summary>
    public string WhyNotForging { get; init; } = "";

    /// <summary>Of how many slots it has looked whether they are its own; null where <see cref="Forges"/> says that it just did.</summary>
    public long? LeadershipChecks { get; init; }

    /// <summary>Why it has no tip; empty where it has one or does not say.</summary>
    public string WhyNoChain { get; init; } = "";
}

/// <summary>What was seen of a machine at one moment.</summary>
/// <param name="Generation">The generation in force.</param>
/// <param name="Nodes">Its nodes, as the plan has them.</param>
internal sealed record HealthSample(long Generation, ImmutableArray<NodeSample> Nodes);
