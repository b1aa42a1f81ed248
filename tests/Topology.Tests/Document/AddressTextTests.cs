using PoolTopology.Topology.Document;
using Xunit;

namespace PoolTopology.Topology.Tests.Document;

public sealed class AddressTextTests
{
    [Theory]
    [InlineData("203.0.113.11", "203.0.113.11")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("2001:DB8::0:1", "2001:db8::1")]
    [InlineData("::", "::")]
    [InlineData("1", null)]
    [InlineData("127.1", null)]
    [InlineData("0x7f.0.0.1", null)]
    [InlineData("010.0.0.1", null)]
    [InlineData("1.2.3.256", null)]
    [InlineData("1.2.3.4.5", null)]
    [InlineData(" 1.2.3.4", null)]
    [InlineData("1.2.3.4\n", null)]
    [InlineData("fe80::1%eth0", null)]
    [InlineData("[::1]", null)]
    [InlineData("::ffff:1.2.3.4", null)]
    [InlineData("1:2", null)]
    [InlineData("", null)]
    [InlineData("١.2.3.4", null)]
    public void TryParseIp_takes_one_spelling_only(string text, string? expected) =>
        Assert.Equal(expected, AddressText.TryParseIp(text)?.ToString());

    [Theory]
    [InlineData("relay.example.org", true)]
    [InlineData("relay.example.org.", true)]
    [InlineData("localhost", true)]
    [InlineData("_cardano._tcp.example.org", true)]
    [InlineData("1.2.3.4", false)]
    [InlineData("1.2.3.256", false)]
    [InlineData("-a.example", false)]
    [InlineData("a-.example", false)]
    [InlineData("a..example", false)]
    [InlineData(".", false)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("münchen.example", false)]
    [InlineData("host:3001", false)]
    public void IsDnsName_letters_digits_hyphens(string text, bool expected) => Assert.Equal(expected, AddressText.IsDnsName(text));

    [Fact]
    public void IsDnsName_both_sides_of_the_length_limits()
    {
        Assert.True(AddressText.IsDnsName(new string('a', 63) + ".example"));
        Assert.False(AddressText.IsDnsName(new string('a', 64) + ".example"));
        string label = new string('a', 62) + ".";
        Assert.True(AddressText.IsDnsName(label + label + label + label + "b"));
        Assert.False(AddressText.IsDnsName(label + label + label + label + "bb"));
    }

    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.0/24")]
    [InlineData("192.0.2.7/32", "192.0.2.7/32")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("2001:db8::/32", "2001:db8::/32")]
    [InlineData("192.0.2.7/24", null)]
    [InlineData("192.0.2.0/33", null)]
    [InlineData("2001:db8::/129", null)]
    [InlineData("192.0.2.0/024", null)]
    [InlineData("192.0.2.0/+24", null)]
    [InlineData("192.0.2.0/", null)]
    [InlineData("192.0.2.0", null)]
    [InlineData("/24", null)]
    [InlineData("example.org/24", null)]
    public void TryParseNetwork_wants_zero_bits_after_the_prefix(string text, string? expected) =>
        Assert.Equal(expected, AddressText.TryParseNetwork(text)?.ToString());
}
