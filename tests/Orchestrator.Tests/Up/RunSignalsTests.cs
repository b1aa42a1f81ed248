using PoolTopology.Orchestrator.Up;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Up;

public sealed class RunSignalsTests
{
    [Theory]
    [InlineData("SigIgn:\t0000000000001001\n", true)]
    [InlineData("SigIgn:\t0000000000001000\n", false)]
    [InlineData("Name:\tpool\n", false)]
    public void IsHangUpIgnored_reads_the_first_bit(string status, bool expected) =>
        Assert.Equal(expected, RunSignals.IsHangUpIgnored(status));

    [Fact]
    public void Request_first_asks_to_stop_and_second_to_hurry()
    {
        using RunSignals signals = RunSignals.Listen();
        signals.Request();
        Assert.True(signals.Stop.IsCancellationRequested);
        Assert.False(signals.Hurry.IsCancellationRequested);
        signals.Request();
        Assert.True(signals.Hurry.IsCancellationRequested);
    }
}
