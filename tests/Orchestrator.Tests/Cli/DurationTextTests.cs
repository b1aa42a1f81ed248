using PoolTopology.Orchestrator.Cli;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Cli;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("90s", 90)]
    [InlineData("2m", 120)]
    [InlineData("1h30m", 5400)]
    [InlineData("0.5s", 0.5)]
    [InlineData("999999h", 3599996400)]
    public void TryParse_what_people_write(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), DurationText.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("90")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("0s")]
    [InlineData("1 s")]
    [InlineData("1d")]
    [InlineData("1e3s")]
    [InlineData("9999999h")]
    [InlineData("1s\n")]
    public void TryParse_anything_else_is_refused(string text) => Assert.Null(DurationText.TryParse(text));
}
