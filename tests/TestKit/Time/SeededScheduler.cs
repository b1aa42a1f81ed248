namespace PoolTopology.TestKit.Time;

/// <summary>Runs asynchronous code on one thread, in an order that a seed decides, under virtual time.</summary>
/// <remarks>
/// Whatever is ready runs in random order; when nothing is, the clock moves to the next timer. The same seed gives the
/// same run, down to <see cref="Digest"/>, as long as the code under test neither leaves the context (Task.Run,
/// ConfigureAwait(false), Task.WhenAny over a completion source) nor takes time or randomness from elsewhere. A
/// continuation that comes from another thread fails the run.
/// </remarks>
public sealed class SeededScheduler : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Callback, object? State)> _ready = [];
    private readonly Random _random;
    private readonly VirtualTime _time;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private bool _isLeft;

    /// <summary>A scheduler of the given order over the given clock.</summary>
    public SeededScheduler(int seed, VirtualTime time)
    {
        _random = new Random(seed);
        _time = time;
    }

    /// <summary>How many continuations have run.</summary>
    public long Steps { get; private set; }

    /// <summary>A number that two runs share when they made the same choices at the same times.</summary>
    public ulong Digest { get; private set; } = 14_695_981_039_346_656_037UL;

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_ready)
        {
            if (Environment.CurrentManagedThreadId != _thread)
                _isLeft = true;
            _ready.Add((d, state));
        }
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("nothing waits for a continuation in a simulation");

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs a scenario to its end.</summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="limit">The virtual time that it may take.</param>
    /// <exception cref="TimeoutException">It did not end in that time, or waits for nothing that will happen.</exception>
    public void Run(Func<Task> scenario, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        DateTimeOffset end = _time.GetUtcNow() + limit;
        SynchronizationContext? before = Current;
        SetSynchronizationContext(this);
        try
        {
            Task running = scenario();
            while (!running.IsCompleted)
                Step(end);
            running.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    private void Step(DateTimeOffset end)
    {
        if (TakeReady() is var (callback, state))
        {
            Steps++;
            callback(state);
            return;
        }
        DateTimeOffset due = _time.NextDue ?? throw new TimeoutException($"after {Steps} steps nothing is left to run or to wait for");
        if (due > end)
            throw new TimeoutException($"not ended at {end:O}, after {Steps} steps");
        Mix((ulong)due.Ticks);
        _time.Advance(due > _time.GetUtcNow() ? due - _time.GetUtcNow() : TimeSpan.Zero);
    }

    private (SendOrPostCallback Callback, object? State)? TakeReady()
    {
        lock (_ready)
        {
            if (_isLeft)
                throw new InvalidOperationException("a continuation came from another thread: the code left the scheduler");
            if (_ready.Count == 0)
                return null;
            int chosen = _random.Next(_ready.Count);
            Mix((ulong)((chosen * 65_537) + _ready.Count));
            (SendOrPostCallback Callback, object? State) next = _ready[chosen];
            _ready.RemoveAt(chosen);
            return next;
        }
    }

    // FNV-1a, eight bytes at a time.
    private void Mix(ulong value) => Digest = unchecked((Digest ^ value) * 1_099_511_628_211UL);
}
