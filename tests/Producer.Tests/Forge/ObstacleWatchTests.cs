using PoolTopology.Credentials.Errors;
using PoolTopology.Node.Forging;
using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Forge;
using Xunit;

namespace PoolTopology.Producer.Tests.Forge;

public sealed class ObstacleWatchTests
{
    private static readonly CouldNotForge Missing = new CouldNotForge.NoCredentials(new CredentialError.FileMissing("a"));

    private readonly ObstacleWatch _watch = new();

    [Fact]
    public void Changes_are_news_and_states_are_not()
    {
        Assert.True(_watch.IsNews(null));
        Assert.False(_watch.IsNews(null));
        Assert.True(_watch.IsNews(Missing));
        Assert.False(_watch.IsNews(Missing));
        Assert.True(_watch.IsNews(new CouldNotForge.NoCredentials(new CredentialError.FileMissing("b"))));
        Assert.True(_watch.IsNews(null));
    }

    [Fact]
    public void Numbers_that_move_with_the_clock_are_not_news()
    {
        Assert.True(_watch.IsNews(Expired(63)));
        Assert.False(_watch.IsNews(Expired(64)));
    }

    [Fact]
    public void End_of_the_certificate_is_told_once_a_period_from_seven_on()
    {
        List<KesWarning> warnings = [];
        for (ulong period = 50; period < 64; period++)
        {
            CouldNotForge? obstacle = period < 62 ? null : Expired(period);
            warnings.Add(_watch.JudgeKes(Report(period), obstacle));
            Assert.Equal(KesWarning.None, _watch.JudgeKes(Report(period), obstacle));
        }
        Assert.Equal(
            [
                .. Enumerable.Repeat(KesWarning.None, 5),
                .. Enumerable.Repeat(KesWarning.Ending, 6),
                KesWarning.Last,
                KesWarning.None,
                KesWarning.None,
            ],
            warnings);
    }

    private static CouldNotForge.CertificateNotValid Expired(ulong period) =>
        new(new CredentialError.CertificateExpired("a", 0, 62, period));

    private static ForgingReport Report(ulong period) => new(
        "pool1", null, new KesPeriod(period), default, new KesPeriod(62), TimeSpan.Zero, 0, 0, 0, null, null, null);
}
