using PoolTopology.Node.Forging;
using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Forge;
using PoolTopology.Producer.Tests.Fakes;
using Xunit;

namespace PoolTopology.Producer.Tests.Forge;

/// <summary>What a producer says of when it may be away.</summary>
public sealed class FreeWindowsTests : IDisposable
{
    private readonly ProducerBench _bench = new(slotsPerStep: 50);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void No_window_that_was_ever_told_holds_a_slot_in_which_a_block_was_made()
    {
        _bench.Run(TimeSpan.FromSeconds(399.5));

        DateTimeOffset[] own = [.. _bench.Node.Submitted.Select(block => StartOf(block.Header.Slot))];
        FreeWindow[] told = [.. _bench.Node.Reports.Select(report => report.Windows).OfType<FreeWindows.Known>()
            .SelectMany(known => known.Windows).Distinct()];
        Assert.True(own.Length > 50 && told.Length > 50);
        Assert.All(told, window => Assert.DoesNotContain(own, slot => window.From <= slot && slot < window.To));
        // From the first slot on, also across the end of an epoch.
        Assert.All(
            _bench.Node.Reports.Where(report => report.LastCheckedSlot is not null),
            report => Assert.IsType<FreeWindows.Known>(report.Windows));
    }

    [Fact]
    public void Nobody_knows_before_the_node_has_caught_up()
    {
        _bench.Node.HasCaughtUp = false;
        _bench.Run(TimeSpan.FromSeconds(3.5));

        Assert.StartsWith("no upstream", Assert.IsType<FreeWindows.Unknown>(_bench.LastReport.Windows).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Producer_without_keys_never_forges_until_they_come()
    {
        string kesKey = _bench.Keys.Files.KesKeyFile;
        File.Move(kesKey, kesKey + ".away");
        using ForgingSide side = _bench.Start();
        using ITimer fix = _bench.Time.CreateTimer(
            _ =>
            {
                File.Move(kesKey + ".away", kesKey);
                side.RequestReload();
            },
            null, TimeSpan.FromSeconds(5.5), Timeout.InfiniteTimeSpan);
        _bench.Run(side, TimeSpan.FromSeconds(9.5));

        Assert.Equal(
            [typeof(FreeWindows.NeverForges), typeof(FreeWindows.Unknown), typeof(FreeWindows.Known)],
            _bench.Node.Reports.Select(report => report.Windows.GetType()).Distinct());
    }

    private DateTimeOffset StartOf(Slot slot) => _bench.Network.Config.Clock.StartOf(slot);
}
