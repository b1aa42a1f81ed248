using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Simulation.Rollouts;

/// <summary>A machine as its agent keeps it: generations, an armed revert, and one node.</summary>
internal sealed class SimulatedMachine(string name, TimeProvider time)
{
    private readonly Dictionary<long, NodeBehaviour> _generations = new() { [1] = NodeBehaviour.Good };
    private DateTimeOffset _startedAt = DateTimeOffset.MinValue;
    private DateTimeOffset? _revertAt;
    private long _revertTo;
    private bool _isRuined;

    public string Name { get; } = name;

    public long Generation { get; private set; } = 1;

    public long Highest { get; private set; } = 1;

    public long Stable { get; private set; } = 1;

    public HashSet<string> Staged { get; } = [];

    /// <summary>Times from a stop until the node serves again.</summary>
    public List<(DateTimeOffset From, DateTimeOffset To)> Away { get; } = [];

    public TimeSpan StartTime { get; set; } = TimeSpan.FromSeconds(4);

    public NodeBehaviour Behaviour => _isRuined ? NodeBehaviour.CrashesAtOnce : _generations[Generation];

    public bool Serves
    {
        get
        {
            Settle();
            TimeSpan up = time.GetUtcNow() - _startedAt;
            return up >= StartTime && Behaviour switch
            {
                NodeBehaviour.Good or NodeBehaviour.NeverCatchesUp or NodeBehaviour.FollowsAStalePeer => true,
                NodeBehaviour.DiesAfterTenSeconds => up < TimeSpan.FromSeconds(10),
                _ => false,
            };
        }
    }

    public Failure? Activate(long expected, long generation, NodeBehaviour behaviour, TimeSpan confirm)
    {
        Settle();
        if (Generation == generation)
            return null;
        if (generation <= Highest || expected != Generation)
            return new Failure(FailureKind.Conflict, $"{Name} is at {Generation}, not {expected}; {Highest} was begun");
        _revertTo = Generation;
        Highest = generation;
        _generations[generation] = behaviour;
        _revertAt = confirm > TimeSpan.Zero ? time.GetUtcNow() + confirm : null;
        Put(generation);
        return null;
    }

    public Failure? Confirm(long generation, bool isStable)
    {
        Settle();
        if (Generation != generation)
            return new Failure(FailureKind.Unconfirmed, $"{Name} is at {Generation}");
        _revertAt = null;
        if (isStable)
            Stable = generation;
        return null;
    }

    public Failure? Revert(long from)
    {
        Settle();
        if (Generation < from)
            return null;
        if (Generation > from)
            return new Failure(FailureKind.Conflict, $"{Name} is at {Generation}");
        _revertAt = null;
        Put(Stable < from ? Stable : _revertTo);
        return null;
    }

    public NodeSample Look(long slot)
    {
        Settle();
        bool serves = Serves;
        bool hasDied = Behaviour == NodeBehaviour.CrashesAtOnce
            || (Behaviour == NodeBehaviour.DiesAfterTenSeconds && !serves && time.GetUtcNow() - _startedAt >= TimeSpan.FromSeconds(10));
        long started = slot - (long)(time.GetUtcNow() - _startedAt).TotalSeconds;
        long tip = Behaviour switch
        {
            NodeBehaviour.NeverCatchesUp => 100 + (slot / 2),
            NodeBehaviour.FollowsAStalePeer => Math.Min(slot - 3, started + 3),
            _ => slot - 3,
        };
        return new NodeSample(
            Name, IsActive: !hasDied, HasFailed: false, hasDied ? "auto-restart" : "running", hasDied ? 1 : 0,
            _startedAt.ToUnixTimeMilliseconds(), serves ? "" : "no answer", serves ? tip : null, slot,
            HasUpstream: serves, SeesOtherSide: serves, Forges: serves, HasKeys: false);
    }

    /// <summary>The armed revert acts by itself.</summary>
    private void Settle()
    {
        if (_revertAt is not { } at || time.GetUtcNow() < at)
            return;
        _revertAt = null;
        Put(_revertTo);
    }

    private void Put(long generation)
    {
        Generation = generation;
        _isRuined |= _generations[generation] == NodeBehaviour.RuinsItsMachine;
        _startedAt = time.GetUtcNow();
        Away.Add((_startedAt, _startedAt + StartTime));
    }
}
