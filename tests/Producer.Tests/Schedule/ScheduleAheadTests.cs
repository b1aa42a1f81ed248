using PoolTopology.Consensus.Chain;
using PoolTopology.Credentials.Hot;
using PoolTopology.Node.Work;
using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Schedule;
using PoolTopology.Producer.Tests.Fakes;
using PoolTopology.TestKit.Chain;
using PoolTopology.TestKit.Time;
using Xunit;

namespace PoolTopology.Producer.Tests.Schedule;

public sealed class ScheduleAheadTests : IDisposable
{
    private readonly TestNetwork _network = TestNetwork.Create(new TestNetworkOptions { EpochLengthSlots = 500 });
    private readonly TestKeys _files = new(0);
    private readonly HotCredentials _keys;
    private readonly ScheduleAhead _schedule = new(slotsPerStep: 200, InlineWorkers.Instance, new VirtualTime());

    public ScheduleAheadTests() => _keys = _files.Read();

    public void Dispose()
    {
        _schedule.Dispose();
        _keys.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task Next_own_slot_is_the_one_that_the_kit_knows_in_every_slot()
    {
        for (ulong now = 0; now < 499; now++)
        {
            await LookAsync(now);
            Slot next = TestForge.NextLedSlot(
                _network, _network.Genesis.HeaderState, _network.Pools[0], new Slot(now + 1));
            // The slots of the next epoch are not looked at yet.
            Assert.Equal(next.Value < 500 ? next : null, _schedule.NextOwnAfter(new Slot(now)));
            Assert.True(_schedule.KnownUntil.Value >= Math.Min(500, now + 200));
            now += now % 5;
        }
    }

    [Fact]
    public async Task New_epoch_begins_anew()
    {
        await LookAsync(499);
        Assert.Null(_schedule.NextOwnAfter(new Slot(499)));
        await LookAsync(500);
        Assert.Equal(700UL, _schedule.KnownUntil.Value);
        Assert.True(_schedule.NextOwnAfter(new Slot(500)) > new Slot(500));
    }

    [Fact]
    public async Task Jump_over_slots_looks_at_what_is_ahead()
    {
        await LookAsync(0);
        await LookAsync(450);
        Assert.Equal(500UL, _schedule.KnownUntil.Value);
        Slot? next = _schedule.NextOwnAfter(new Slot(450));
        Assert.True(next is null || next > new Slot(450));
    }

    [Fact]
    public async Task Slots_of_the_next_epoch_are_known_once_its_nonce_stands_and_not_before()
    {
        // k = 5 and f = 1/2: the candidate stands still for the last 40 slots of an epoch.
        ChainState early = ChainTo(440);
        ChainState late = ChainTo(470);
        for (ulong now = 400; now < 450; now++)
            await LookAsync(now, early);
        Assert.Equal(500UL, _schedule.KnownUntil.Value);

        for (ulong now = 480; now < 490; now++)
            await LookAsync(now, late);

        Assert.Equal(1000UL, _schedule.KnownUntil.Value);
        ChainState last = ChainTo(499);
        Assert.Equal(
            OwnSlots(last, 490, 1000), _schedule.Own().Where(slot => slot.Value >= 490).Select(slot => slot.Value));

        await LookAsync(500, last);
        Assert.Equal(1000UL, _schedule.KnownUntil.Value);
        Assert.Equal(
            OwnSlots(last, 500, 1000), _schedule.Own().Where(slot => slot.Value >= 500).Select(slot => slot.Value));
    }

    [Fact]
    public async Task Another_nonce_of_the_next_epoch_begins_it_anew()
    {
        for (ulong now = 480; now < 490; now++)
            await LookAsync(now, ChainTo(470));
        // Another chain: only the second pool's blocks.
        ChainState other = ChainTo(470, _network.Pools[1]);
        for (ulong now = 490; now < 499; now++)
            await LookAsync(now, other);

        Assert.Equal(
            OwnSlots(other, 500, _schedule.KnownUntil.Value),
            _schedule.Own().Where(slot => slot.Value >= 500).Select(slot => slot.Value));
    }

    [Fact]
    public async Task Step_underway_ends_before_the_keys_go()
    {
        using WorkerThreads threads = new(1);
        using ScheduleAhead schedule = new(slotsPerStep: int.MaxValue, threads, new StandingTime());
        TestNetwork wide = TestNetwork.Create(new TestNetworkOptions { EpochLengthSlots = 10_000_000 });

        await schedule.LookAheadAsync(_keys, wide.Genesis, new Slot(0), wide.Config);
        await schedule.StopAsync();

        Assert.True(schedule.KnownUntil.Value < 10_000_000);
    }

    private ChainState ChainTo(ulong slot, params IReadOnlyList<TestPool> issuers)
    {
        ChainState state = _network.Genesis;
        foreach ((_, ChainState after) in TestForge.Extend(_network, state, (int)slot, issuers))
        {
            if (after.Tip.Point.Slot.Value > slot)
                break;
            state = after;
        }
        return state;
    }

    private IEnumerable<ulong> OwnSlots(ChainState state, ulong from, ulong to)
    {
        for (ulong slot = from; slot < to; slot++)
        {
            if (TestForge.IsLeader(_network, state.HeaderState, _network.Pools[0], new Slot(slot)))
                yield return slot;
        }
    }

    private Task LookAsync(ulong now, ChainState? state = null) =>
        _schedule.LookAheadAsync(_keys, state ?? _network.Genesis, new Slot(now), _network.Config);

    /// <summary>A clock that does not go on: only a cancellation ends a step.</summary>
    private sealed class StandingTime : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
