using PoolTopology.Orchestrator.Plan;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Plan;

public sealed class RestartEstimateTests
{
    private static readonly RestartCost Guess = new(3, 20);

    [Fact]
    public void Nothing_measured_is_the_guess() => Assert.Equal(Guess, RestartEstimate.Of(Guess, []));

    [Fact]
    public void One_lucky_restart_does_not_shorten_the_guess_and_a_slow_one_lengthens_it_at_once()
    {
        Assert.Equal(new RestartCost(1, 20), RestartEstimate.Of(Guess, [1.9, 2.1]));
        Assert.Equal(new RestartCost(40, 51), RestartEstimate.Of(Guess, [40]));
    }

    [Fact]
    public void From_three_on_the_longest_counts_with_its_margin() =>
        // 4.1 s * 1.25 + 1 s, rounded up.
        Assert.Equal(new RestartCost(2, 7), RestartEstimate.Of(Guess, [2.5, 4.1, 3]));

    [Fact]
    public void Of_a_hundred_one_may_be_longer_and_what_is_older_is_forgotten()
    {
        double[] usual = [.. Enumerable.Repeat(3.0, 99)];
        Assert.Equal(5, RestartEstimate.Of(Guess, [100, .. usual]).MostSeconds);
        Assert.Equal(126, RestartEstimate.Of(Guess, [100, 100, .. usual[1..]]).MostSeconds);
        Assert.Equal(5, RestartEstimate.Of(Guess, [100, 100, .. usual, 3]).MostSeconds);
    }
}
