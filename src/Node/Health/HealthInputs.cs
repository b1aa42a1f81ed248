using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Health;

/// <summary>Everything that a verdict on a node's health rests on, taken at one moment.</summary>
public sealed record HealthInputs
{
    /// <summary>The moment.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The slot of <see cref="Now"/>.</summary>
    public required Slot CurrentSlot { get; init; }

    /// <summary>The node's own tip.</summary>
    public required Tip Tip { get; init; }

    /// <summary>When the database was open and the network started; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Why a stage stopped; null while all run.</summary>
    public string? Fault { get; init; }

    /// <summary>A shutdown has begun.</summary>
    public bool IsShuttingDown { get; init; }

    /// <summary>Upstream peers connected now.</summary>
    public int Upstreams { get; init; }

    /// <summary>When the last upstream was lost; null while there is one, or where there never was.</summary>
    public DateTimeOffset? UpstreamsLostAt { get; init; }

    /// <summary>The best height that an upstream announced; null when none did.</summary>
    public BlockNo? BestUpstreamBlockNo { get; init; }

    /// <summary>Some upstream has told us since the start that we are at its tip.</summary>
    public bool HasCaughtUp { get; init; }

    /// <summary>The forging side; null on a node that does not forge.</summary>
    public ForgingHealthInputs? Forging { get; init; }
}
