using System.Collections.Immutable;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Orchestrator.Up;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Up;

public sealed class SummaryMakerTests
{
    private static readonly Shortcoming Unhealthy = new Shortcoming.Unhealthy("bp", "NOT_SERVING", "why");
    private static readonly Shortcoming Reached = new Shortcoming.ReachedByOutsider("outside");

    public static TheoryData<int, string, int> Ends => new()
    {
        { (int)RunEnd.Duration, "", ExitCodes.Ok },
        { (int)RunEnd.Stopped, "", ExitCodes.Ok },
        { (int)RunEnd.Duration, "u", ExitCodes.Error },
        { (int)RunEnd.Stopped, "u", ExitCodes.Error },
        { (int)RunEnd.Duration, "r", ExitCodes.VerificationFailed },
        { (int)RunEnd.Duration, "ur", ExitCodes.VerificationFailed },
        { (int)RunEnd.Failure, "", ExitCodes.Error },
        { (int)RunEnd.Unfinished, "", ExitCodes.Interrupted },
        { (int)RunEnd.Unfinished, "ur", ExitCodes.Interrupted },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void ExitCodeOf_every_end(int end, string shortcomings, int expected)
    {
        ImmutableArray<Shortcoming> found = [.. shortcomings.Select(letter => letter == 'u' ? Unhealthy : Reached)];
        Assert.Equal(expected, SummaryMaker.ExitCodeOf((RunEnd)end, found));
    }
}
