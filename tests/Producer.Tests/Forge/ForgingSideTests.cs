using PoolTopology.Credentials.Certificates;
using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Forge;
using PoolTopology.Producer.Tests.Fakes;
using PoolTopology.TestKit.Chain;
using PoolTopology.TestKit.Time;
using Xunit;

namespace PoolTopology.Producer.Tests.Forge;

/// <summary>The slot loop as a whole, under virtual time.</summary>
public sealed class ForgingSideTests : IDisposable
{
    private readonly ProducerBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Every_own_slot_gets_a_block_in_its_slot()
    {
        List<Slot> own = _bench.OwnSlots(0, 100);
        _bench.Node.BeforeSubmit = block => Assert.Equal(
            _bench.Network.Config.Clock.StartOf(block.Header.Slot), _bench.Time.GetUtcNow());
        _bench.Run(TimeSpan.FromSeconds(99.5));
        Assert.Equal(own, _bench.Node.Submitted.Select(b => b.Header.Slot));
        Assert.Equal(own, _bench.Node.Announced.Select(h => h.Slot));
        Assert.Equal((ulong)own.Count, _bench.LastReport.BlocksForged);
        Assert.Equal(0UL, _bench.LastReport.SlotsMissed);
        Assert.Null(_bench.LastReport.Obstacle);
        Assert.Equal(new Slot(99), _bench.LastReport.LastCheckedSlot);
        Assert.Equal(own[^1], _bench.LastReport.LastForgedSlot);
    }

    [Fact]
    public void Producer_that_starts_before_the_network_waits_for_it()
    {
        _bench.Time = new VirtualTime(_bench.Network.Config.Clock.SystemStart.AddSeconds(-30.25));
        List<Slot> own = _bench.OwnSlots(0, 40);
        _bench.Run(TimeSpan.FromSeconds(69));
        Assert.Equal(own.Where(s => s.Value < 39), _bench.Node.Submitted.Select(b => b.Header.Slot));
    }

    [Fact]
    public void Report_tells_pool_certificate_and_time_left()
    {
        _bench.Run(TimeSpan.FromSeconds(1.5));
        Assert.Equal(PoolIds.ToBech32(_bench.Network.Pools[0].PoolId), _bench.LastReport.PoolId);
        Assert.Equal(new KesPeriod(62), _bench.LastReport.KesExpiryPeriod);
        Assert.Equal(TimeSpan.FromSeconds((62 * 1000) - 1), _bench.LastReport.KesTimeLeft);
    }

    [Fact]
    public void Without_keys_the_producer_follows_and_says_why_until_they_come()
    {
        string kesKey = _bench.Keys.Files.KesKeyFile;
        File.Move(kesKey, kesKey + ".away");
        List<Slot> own = _bench.OwnSlots(0, 60);
        using ForgingSide side = _bench.Start();
        using ITimer fix = _bench.Time.CreateTimer(
            _ =>
            {
                Assert.Contains("kes.skey does not exist", _bench.LastReport.Obstacle, StringComparison.Ordinal);
                Assert.Equal("", _bench.LastReport.PoolId);
                File.Move(kesKey + ".away", kesKey);
                side.RequestReload();
            },
            null,
            TimeSpan.FromSeconds(29.5),
            Timeout.InfiniteTimeSpan);
        _bench.Run(side, TimeSpan.FromSeconds(59.5));
        Assert.Equal(own.Where(s => s.Value >= 30), _bench.Node.Submitted.Select(b => b.Header.Slot));
        Assert.Null(_bench.LastReport.Obstacle);
    }

    [Fact]
    public void Keys_that_are_taken_away_stop_the_forging_at_the_next_slot()
    {
        List<Slot> own = _bench.OwnSlots(0, 60);
        using ForgingSide side = _bench.Start();
        using ITimer fence = _bench.Time.CreateTimer(
            _ =>
            {
                File.Delete(_bench.Keys.Files.CertificateFile);
                side.RequestReload();
            },
            null,
            TimeSpan.FromSeconds(29.5),
            Timeout.InfiniteTimeSpan);
        _bench.Run(side, TimeSpan.FromSeconds(59.5));
        Assert.Equal(own.Where(s => s.Value < 30), _bench.Node.Submitted.Select(b => b.Header.Slot));
        Assert.Contains("opcert.cert does not exist", _bench.LastReport.Obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public void New_certificate_is_taken_up_without_a_restart()
    {
        using ForgingSide side = _bench.Start();
        using ITimer rotation = _bench.Time.CreateTimer(
            _ =>
            {
                _bench.Keys.Certify(issueNumber: 1, startKesPeriod: 0);
                side.RequestReload();
            },
            null,
            TimeSpan.FromSeconds(29.5),
            Timeout.InfiniteTimeSpan);
        _bench.Run(side, TimeSpan.FromSeconds(59.5));
        Assert.All(_bench.Node.Submitted, block => Assert.Equal(
            block.Header.Slot.Value < 30 ? 0UL : 1UL, block.Header.OperationalCertificate.Counter));
        Assert.Equal(_bench.Node.Submitted.Count, _bench.Node.Length);
    }

    [Fact]
    public void Credentials_of_another_pool_are_not_taken_up_by_a_reload()
    {
        using TestKeys other = new(1);
        using ForgingSide side = _bench.Start();
        using ITimer mistake = _bench.Time.CreateTimer(
            _ =>
            {
                foreach (string name in (string[])["kes.skey", "vrf.skey", "opcert.cert"])
                    File.Copy(other.PathOf(name), _bench.Keys.PathOf(name), overwrite: true);
                side.RequestReload();
            },
            null,
            TimeSpan.FromSeconds(29.5),
            Timeout.InfiniteTimeSpan);
        _bench.Run(side, TimeSpan.FromSeconds(59.5));
        Assert.Contains("belongs to pool", _bench.LastReport.Obstacle, StringComparison.Ordinal);
        Assert.All(_bench.Node.Submitted, block => Assert.Equal(_bench.Network.Pools[0].PoolId, block.Header.PoolId));
    }

    [Fact]
    public void Another_pool_than_the_expected_one_never_forges()
    {
        using ForgingSide side = _bench.Start(poolId: default(Hash28));
        _bench.Run(side, TimeSpan.FromSeconds(59.5));
        Assert.Empty(_bench.Node.Submitted);
        Assert.Contains("belongs to pool", _bench.LastReport.Obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public void Journal_held_by_another_producer_keeps_this_one_from_forging_until_it_is_free()
    {
        List<Slot> own = _bench.OwnSlots(0, 60);
        IDisposable other = _bench.Disk.TryOpen()!;
        using ITimer end = _bench.Time.CreateTimer(
            _ =>
            {
                Assert.Contains("running on this machine already", _bench.LastReport.Obstacle, StringComparison.Ordinal);
                other.Dispose();
            },
            null,
            TimeSpan.FromSeconds(29.5),
            Timeout.InfiniteTimeSpan);
        _bench.Run(TimeSpan.FromSeconds(59.5));
        Assert.Equal(own.Where(s => s.Value >= 30), _bench.Node.Submitted.Select(b => b.Header.Slot));
        Assert.Equal((ulong)own.Count(s => s.Value < 30), _bench.LastReport.SlotsMissed);
    }

    [Fact]
    public void Full_disk_costs_slots_and_never_signs()
    {
        _bench.Disk.FreeBytes = 40 + 92 + 17;
        _bench.Run(TimeSpan.FromSeconds(59.5));
        Assert.Single(_bench.Node.Submitted);
        Assert.Equal((ulong)_bench.OwnSlots(0, 60).Count - 1, _bench.LastReport.SlotsMissed);
    }

    [Fact]
    public void Failed_disk_is_tried_again_after_a_reload()
    {
        List<Slot> own = _bench.OwnSlots(0, 60);
        using ForgingSide side = _bench.Start();
        using ITimer failure = _bench.Time.CreateTimer(
            _ => _bench.Disk.FlushFails = true, null, TimeSpan.FromSeconds(9.5), Timeout.InfiniteTimeSpan);
        using ITimer repair = _bench.Time.CreateTimer(
            _ =>
            {
                _bench.Disk.FlushFails = false;
                side.RequestReload();
            },
            null,
            TimeSpan.FromSeconds(29.5),
            Timeout.InfiniteTimeSpan);
        _bench.Run(side, TimeSpan.FromSeconds(59.5));
        Assert.Equal(
            own.Where(s => s.Value is < 10 or >= 30), _bench.Node.Submitted.Select(b => b.Header.Slot));
    }

    [Fact]
    public void Slots_that_passed_while_the_machine_slept_are_counted_as_missed()
    {
        List<Slot> own = _bench.OwnSlots(0, 60);
        bool hasSlept = false;
        // The first submission takes forty seconds.
        _bench.Node.BeforeSubmit = _ =>
        {
            if (!hasSlept)
                _bench.Time.Advance(TimeSpan.FromSeconds(40));
            hasSlept = true;
        };
        _bench.Run(TimeSpan.FromSeconds(59.5));
        Assert.Equal((ulong)(own.Count - _bench.Node.Submitted.Count), _bench.LastReport.SlotsMissed);
        Assert.True(_bench.LastReport.SlotsMissed > 5);
    }

    [Fact]
    public void Slot_that_another_pool_fills_first_still_gets_our_block()
    {
        int battles = 0;
        for (ulong slot = 0; slot < 80; slot++, _bench.Time.Advance(TimeSpan.FromSeconds(1)))
        {
            if (!TestForge.IsLeader(_bench.Network, _bench.Node.Current.HeaderState, _bench.Network.Pools[1], new Slot(slot)))
                continue;
            bool isOurs = _bench.OwnSlots(slot, slot + 1).Count > 0;
            _bench.Node.ForgeForeign(_bench.Network.Pools[1], new Slot(slot));
            if (!isOurs)
                continue;
            battles++;
            VirtualTime now = _bench.Time;
            _bench.Time = new VirtualTime(now.GetUtcNow());
            _bench.Run(TimeSpan.FromSeconds(0.5));
            _bench.Time = now;
            Assert.Equal(new Slot(slot), _bench.Node.Submitted[^1].Header.Slot);
            Assert.Equal(battles, _bench.Node.Submitted.Count);
            Assert.True(_bench.Node.TipHeader!.Slot == new Slot(slot), "either block may win, no other");
        }
        Assert.True(battles > 0, $"{battles} battles");
    }

    [Fact]
    public void Same_seed_gives_the_same_run()
    {
        using ProducerBench other = new();
        _bench.Run(TimeSpan.FromSeconds(59.5), seed: 5);
        other.Run(TimeSpan.FromSeconds(59.5), seed: 5);
        Assert.Equal(
            _bench.Node.Submitted.Select(b => b.Header.Hash), other.Node.Submitted.Select(b => b.Header.Hash));
    }
}
