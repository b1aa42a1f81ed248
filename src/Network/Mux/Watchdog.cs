namespace PoolTopology.Network.Mux;

/// <summary>One timer for one wait after another: runs an action when a wait takes too long.</summary>
internal sealed class Watchdog : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private readonly Action _onExpired;
    private bool _isArmed;
    private bool _isDisposed;

    public Watchdog(TimeProvider time, Action onExpired)
    {
        _onExpired = onExpired;
        _timer = time.CreateTimer(
            static state => ((Watchdog)state!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A wait took too long. Stays true.</summary>
    public bool HasExpired { get; private set; }

    public bool IsArmed
    {
        get
        {
            lock (_gate)
                return _isArmed;
        }
    }

    public void Arm(TimeSpan limit)
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isArmed = true;
            _timer.Change(limit, Timeout.InfiniteTimeSpan);
        }
    }

    public void Disarm()
    {
        lock (_gate)
        {
            if (!_isArmed)
                return;
            _isArmed = false;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>After this it is never armed again.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _isArmed = false;
        }
        _timer.Dispose();
    }

    private void Expire()
    {
        lock (_gate)
        {
            // A timer may fire while it is being disarmed; the wait that it was for is over then.
            if (!_isArmed)
                return;
            _isArmed = false;
            HasExpired = true;
        }
        _onExpired();
    }
}
