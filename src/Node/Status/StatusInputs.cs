using System.Collections.Immutable;
using PoolTopology.Consensus.Eras;
using PoolTopology.Network.Peers;
using PoolTopology.Node.Config;
using PoolTopology.Node.Forging;
using PoolTopology.Node.Health;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Status;

/// <summary>Everything that a status report is made of, taken at one moment.</summary>
public sealed record StatusInputs
{
    /// <summary>The node's options.</summary>
    public required NodeOptions Options { get; init; }

    /// <summary>The moment.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>When the process started.</summary>
    public required DateTimeOffset ProcessStartedAt { get; init; }

    /// <summary>Slots and epochs.</summary>
    public required SlotClock Clock { get; init; }

    /// <summary>The node's tip.</summary>
    public required Tip Tip { get; init; }

    /// <summary>The last block that no rollback reaches.</summary>
    public required Tip ImmutableTip { get; init; }

    /// <summary>The era of the tip's block, lower case.</summary>
    public required string Era { get; init; }

    /// <summary>This epoch's nonce, lower-case hexadecimal; empty when neutral.</summary>
    public required string EpochNonce { get; init; }

    /// <summary>Verdicts on all services.</summary>
    public required ImmutableArray<ServiceVerdict> Health { get; init; }

    /// <summary>All known peers.</summary>
    public required ImmutableArray<PeerSnapshot> Peers { get; init; }

    /// <summary>The tips that upstream peers announced, by address.</summary>
    public required ImmutableSortedDictionary<string, Tip> UpstreamTips { get; init; }

    /// <summary>The forging side, or null on a relay.</summary>
    public ForgingReport? Forging { get; init; }

    /// <summary>Blocks adopted since the process started.</summary>
    public required ulong BlocksAdopted { get; init; }

    /// <summary>Switches to another fork since the process started.</summary>
    public required ulong Rollbacks { get; init; }

    /// <summary>Resident memory.</summary>
    public required long ResidentBytes { get; init; }

    /// <summary>SHA-256 of the peer file in force, lower-case hexadecimal.</summary>
    public required string TopologyHash { get; init; }
}
