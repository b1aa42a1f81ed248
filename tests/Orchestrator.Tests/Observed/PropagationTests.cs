using PoolTopology.Orchestrator.Observed;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Observed;

public sealed class PropagationTests
{
    [Fact]
    public void Percentiles_of_one_to_hundred_are_fifty_and_ninety_five()
    {
        Propagation window = Enumerable.Range(1, 100).Reverse().Aggregate(Propagation.None, (known, ms) => known.With(ms));
        Assert.Equal(50, window.P50Ms);
        Assert.Equal(95, window.P95Ms);
    }

    [Fact]
    public void With_more_than_the_window_forgets_the_oldest()
    {
        Propagation window = Propagation.None.With(1000);
        window = Enumerable.Repeat(5, Propagation.Window).Aggregate(window, (known, ms) => known.With(ms));
        Assert.Equal(5, window.P95Ms);
        Assert.Equal(Propagation.Window, window.Count);
    }

    [Fact]
    public void With_block_of_catching_up_is_left_out() =>
        Assert.Same(Propagation.None, Propagation.None.With(Propagation.LongestMs + 1));
}
