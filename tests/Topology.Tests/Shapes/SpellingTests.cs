using PoolTopology.Topology.Shapes;
using Xunit;

namespace PoolTopology.Topology.Tests.Shapes;

public sealed class SpellingTests
{
    private static readonly string[] Words = ["relays", "rpcPort", "metricsPort", "port", "pool"];

    [Theory]
    [InlineData("relay", "relays")]
    [InlineData("realys", "relays")]
    [InlineData("RELAYS", "relays")]
    [InlineData("rpc_port", "rpcPort")]
    [InlineData("rpc-port", "rpcPort")]
    [InlineData("prot", "port")]
    [InlineData("metricPort", "metricsPort")]
    [InlineData("firewall", null)]
    [InlineData("po", null)]
    [InlineData("", null)]
    public void Nearest_forgives_small_slips_only(string word, string? expected) => Assert.Equal(expected, Spelling.Nearest(word, Words));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "abd", 1)]
    [InlineData("abc", "xabc", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_slips(string a, string b, int expected)
    {
        Assert.Equal(expected, Spelling.Distance(a, b));
        Assert.Equal(expected, Spelling.Distance(b, a));
    }

    [Fact]
    public void Nearest_of_a_very_long_word_is_nothing() => Assert.Null(Spelling.Nearest(new string('a', 1_000_000), Words));
}
