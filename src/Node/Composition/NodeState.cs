using PoolTopology.Node.Forging;

namespace PoolTopology.Node.Composition;

/// <summary>The few facts about a running node that several of its parts write and health reads.</summary>
/// <remarks>Each fact has one writer; reads may come from any thread.</remarks>
internal sealed class NodeState
{
    private volatile ForgingReport? _forging;
    private volatile string? _fault;
    private volatile string _topologyHash = "";
    private volatile bool _isShuttingDown;
    private long _startedAtTicks;

    /// <summary>The forging side's last report.</summary>
    public ForgingReport? Forging
    {
        get => _forging;
        set => _forging = value;
    }

    /// <summary>Why a stage stopped.</summary>
    public string? Fault
    {
        get => _fault;
        set => _fault = value;
    }

    /// <summary>SHA-256 of the peer file in force.</summary>
    public string TopologyHash
    {
        get => _topologyHash;
        set => _topologyHash = value;
    }

    /// <summary>A shutdown has begun.</summary>
    public bool IsShuttingDown
    {
        get => _isShuttingDown;
        set => _isShuttingDown = value;
    }

    /// <summary>When the database was open and the network started.</summary>
    public DateTimeOffset? StartedAt
    {
        get => Interlocked.Read(ref _startedAtTicks) is > 0 and long ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        set => Interlocked.Exchange(ref _startedAtTicks, value?.UtcTicks ?? 0);
    }
}
