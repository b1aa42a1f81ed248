using Microsoft.Extensions.Logging.Abstractions;
using PoolTopology.Node.Supervision;
using PoolTopology.TestKit.Time;
using Xunit;

namespace PoolTopology.Node.Tests.Supervision;

public sealed class WatchdogTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private readonly VirtualTime _time = new();
    private readonly Manager _manager = new();
    private long _turns;
    private bool _hasWork;
    private long _otherTurns;

    [Fact]
    public void Idle_and_turning_loops_are_alive_every_half_of_the_timeout()
    {
        Run(TimeSpan.FromSeconds(299), () => _otherTurns++);
        Assert.Equal(10, _manager.Said.Count(message => message == ServiceMessage.Alive));
    }

    [Fact]
    public void Loop_that_hangs_in_one_turn_stops_the_watchdog_although_the_others_go_on()
    {
        _hasWork = true;
        Run(TimeSpan.FromSeconds(299), () => _otherTurns++);
        // At the first look; from the second on it is the same turn.
        Assert.Equal(1, _manager.Said.Count(message => message == ServiceMessage.Alive));
    }

    [Fact]
    public void Long_turn_that_ends_is_no_hang()
    {
        int second = 0;
        Run(TimeSpan.FromSeconds(299), () =>
        {
            _otherTurns++;
            // 29 of every 31 seconds at work.
            _hasWork = ++second % 31 > 1;
            if (second % 31 == 0)
                _turns++;
        });
        Assert.Equal(10, _manager.Said.Count);
    }

    [Fact]
    public void Loop_that_goes_on_again_is_alive_again()
    {
        Run(TimeSpan.FromSeconds(299), () =>
        {
            if (_time.GetUtcNow() - _begin > TimeSpan.FromSeconds(200))
                _otherTurns++;
        });
        Assert.InRange(_manager.Said.Count, 3, 5);
    }

    private DateTimeOffset _begin;

    private void Run(TimeSpan duration, Action everySecond)
    {
        _begin = _time.GetUtcNow();
        using CancellationTokenSource stop = new(duration, _time);
        Watchdog watchdog = new(
            _manager, Timeout,
            [("one", () => new LoopReading(_turns, _hasWork)), ("other", () => new LoopReading(_otherTurns, true))],
            _time, NullLogger.Instance);
        using ITimer second = _time.CreateTimer(_ => everySecond(), null, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
        new SeededScheduler(1, _time).Run(
            async () =>
            {
                try
                {
                    await watchdog.RunAsync(stop.Token);
                }
                catch (OperationCanceledException)
                {
                    // The run is over.
                }
            },
            duration + TimeSpan.FromDays(1));
    }

    private sealed class Manager : IServiceManager
    {
        public List<ServiceMessage> Said { get; } = [];

        public TimeSpan? WatchdogTimeout => Timeout;

        public void Tell(ServiceMessage message) => Said.Add(message);
    }
}
