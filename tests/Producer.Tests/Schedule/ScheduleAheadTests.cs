using PoolTopology.Credentials.Hot;
using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Schedule;
using PoolTopology.Producer.Tests.Fakes;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Producer.Tests.Schedule;

public sealed class ScheduleAheadTests : IDisposable
{
    private readonly TestNetwork _network = TestNetwork.Create(new TestNetworkOptions { EpochLengthSlots = 500 });
    private readonly TestKeys _files = new(0);
    private readonly HotCredentials _keys;
    private readonly ScheduleAhead _schedule = new(slotsPerStep: 200);

    public ScheduleAheadTests() => _keys = _files.Read();

    public void Dispose()
    {
        _keys.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void Next_own_slot_is_the_one_that_the_kit_knows_in_every_slot()
    {
        for (ulong now = 0; now < 499; now++)
        {
            Look(now);
            Slot next = TestForge.NextLedSlot(
                _network, _network.Genesis.HeaderState, _network.Pools[0], new Slot(now + 1));
            // The slots of the next epoch are not looked at yet.
            Assert.Equal(next.Value < 500 ? next : null, _schedule.NextOwnAfter(new Slot(now)));
            Assert.True(_schedule.KnownUntil.Value >= Math.Min(500, now + 201));
            now += now % 5;
        }
    }

    [Fact]
    public void New_epoch_begins_anew()
    {
        Look(499);
        Assert.Null(_schedule.NextOwnAfter(new Slot(499)));
        Look(500);
        Assert.Equal(701UL, _schedule.KnownUntil.Value);
        Assert.True(_schedule.NextOwnAfter(new Slot(500)) > new Slot(500));
    }

    [Fact]
    public void Jump_over_slots_looks_at_what_is_ahead()
    {
        Look(0);
        Look(450);
        Assert.Equal(500UL, _schedule.KnownUntil.Value);
        Slot? next = _schedule.NextOwnAfter(new Slot(450));
        Assert.True(next is null || next > new Slot(450));
    }

    private void Look(ulong now) =>
        _schedule.LookAhead(_keys, _network.Genesis, new Slot(now), _network.Config);
}
