namespace PoolTopology.TestKit.Time;

/// <summary>A clock that moves only when a test moves it, with the timers that hang on it.</summary>
/// <remarks>
/// Timers fire inside <see cref="Advance"/>, in order of due time, then of creation. Thread-safe: a test may advance
/// while the code under test creates timers. Timers fire with no synchronisation context current, so continuations
/// are posted to the context that awaited rather than run inline.
/// </remarks>
public sealed class VirtualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly SortedSet<VirtualTimer> _due = new(VirtualTimer.ByDueTime);
    private DateTimeOffset _now;
    private long _created;

    /// <summary>A clock that starts at the given instant, or at 2026-01-01T00:00:00Z.</summary>
    public VirtualTime(DateTimeOffset? start = null) =>
        _now = start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <summary>The instant of the next timer, or null when nothing waits.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_gate)
                return _due.Min?.Due;
        }
    }

    /// <summary>Moves the clock forward, firing every timer that falls due on the way at its own instant.</summary>
    public void Advance(TimeSpan by)
    {
        DateTimeOffset target = GetUtcNow() + by;
        while (true)
        {
            VirtualTimer? timer;
            lock (_gate)
            {
                timer = _due.Min;
                if (timer is null || timer.Due > target)
                {
                    if (target > _now)
                        _now = target;
                    return;
                }
                _due.Remove(timer);
                if (timer.Due > _now)
                    _now = timer.Due;
                if (timer.Period > TimeSpan.Zero)
                {
                    timer.Due = _now + timer.Period;
                    _due.Add(timer);
                }
                else
                {
                    timer.IsArmed = false;
                }
            }
            timer.Fire();
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        VirtualTimer timer = new(this, callback, state, Interlocked.Increment(ref _created));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class VirtualTimer(VirtualTime clock, TimerCallback callback, object? state, long order) : ITimer
    {
        public static readonly IComparer<VirtualTimer> ByDueTime = Comparer<VirtualTimer>.Create((a, b) =>
            a.Due != b.Due ? a.Due.CompareTo(b.Due) : a.Order.CompareTo(b.Order));

        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public bool IsArmed { get; set; }

        private long Order { get; } = order;

        public void Fire()
        {
            SynchronizationContext? before = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            try
            {
                callback(state);
            }
            finally
            {
                SynchronizationContext.SetSynchronizationContext(before);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                if (IsArmed)
                    clock._due.Remove(this);
                IsArmed = dueTime != Timeout.InfiniteTimeSpan;
                if (!IsArmed)
                    return true;
                Due = clock._now + dueTime;
                Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
                clock._due.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                if (IsArmed)
                    clock._due.Remove(this);
                IsArmed = false;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
