using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;
using PoolTopology.Topology.Shapes;
using PoolTopology.Topology.Vocabulary;
using PoolTopology.Topology.Yaml;
using Xunit;

namespace PoolTopology.Topology.Tests.Vocabulary;

public sealed class ScalarsTests
{
    [Theory]
    [InlineData("90s", 90_000)]
    [InlineData("2m", 120_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("1h1m1s1ms", 3_661_001)]
    [InlineData("500ms", 500)]
    [InlineData("0s", 0)]
    [InlineData("168h", 604_800_000)]
    public void Duration_numbers_and_units_add_up(string text, long milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Read(Scalars.Duration, text, out _));

    [Theory]
    [InlineData("169h")]
    [InlineData("168h1ms")]
    [InlineData("2 m")]
    [InlineData("m")]
    [InlineData("1d")]
    [InlineData("30m1h")]
    [InlineData("1m1m")]
    [InlineData("-5s")]
    [InlineData("1.5h")]
    [InlineData("99999999999999999999999s")]
    [InlineData("999999999999999999999h")]
    [InlineData("٣s")]
    public void Duration_anything_else_is_refused(string text) => AssertRefused(Scalars.Duration, text, FindingCode.BadValue);

    [Fact]
    public void Duration_without_a_unit_is_refused_with_the_unit_as_hint()
    {
        Read(Scalars.Duration, "90", out Finding? finding);

        Assert.Equal((FindingCode.WrongType, "add a unit: 90s"), (finding!.Code, finding.Hint)); // Refused: there is a finding.
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("65535", 65535)]
    public void Port_both_ends_are_read(string text, int port) => Assert.Equal(port, Read(Scalars.Port, text, out _));

    [Theory]
    [InlineData("0", FindingCode.BadValue)]
    [InlineData("65536", FindingCode.BadValue)]
    [InlineData("-1", FindingCode.BadValue)]
    [InlineData("0x10", FindingCode.BadValue)]
    [InlineData("1e3", FindingCode.WrongType)]
    [InlineData("3001.0", FindingCode.WrongType)]
    [InlineData("'3001'", FindingCode.WrongType)]
    [InlineData("http", FindingCode.WrongType)]
    [InlineData("~", FindingCode.WrongType)]
    [InlineData("[3001]", FindingCode.WrongType)]
    public void Port_anything_else_is_refused(string text, string code) => AssertRefused(Scalars.Port, text, code);

    [Theory]
    [InlineData("0.5", 500)]
    [InlineData("1", 1000)]
    [InlineData("0.01", 10)]
    [InlineData("60", 60_000)]
    public void SlotSeconds_takes_numbers(string text, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Read(Scalars.SlotSeconds, text, out _));

    [Theory]
    [InlineData("0.009", FindingCode.BadValue)]
    [InlineData("60.1", FindingCode.BadValue)]
    [InlineData(".inf", FindingCode.BadValue)]
    [InlineData(".nan", FindingCode.BadValue)]
    [InlineData("1e400", FindingCode.BadValue)]
    [InlineData("1s", FindingCode.WrongType)]
    public void SlotSeconds_anything_else_is_refused(string text, string code) => AssertRefused(Scalars.SlotSeconds, text, code);

    [Theory]
    [InlineData("ABC")]
    [InlineData("AB1CD")]
    public void Ticker_is_capital_letters_and_digits(string text) => Assert.Equal(text, Read(Scalars.Ticker, text, out _));

    [Theory]
    [InlineData("AB", "e.g. DEMO")]
    [InlineData("ABCDEF", "e.g. DEMO")]
    [InlineData("abc", "write ABC")]
    [InlineData("\"ABC\\n\"", "e.g. DEMO")]
    public void Ticker_anything_else_is_refused_with_a_hint(string text, string hint)
    {
        Read(Scalars.Ticker, text, out Finding? finding);

        Assert.Equal((FindingCode.BadValue, hint), (finding!.Code, finding.Hint)); // Refused: there is a finding.
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.0.1")]
    [InlineData("0.1.2.3")]
    [InlineData("'::'")]
    [InlineData("ff02::1")]
    [InlineData("relay.example.org")]
    public void MachineAddress_that_is_not_one_machines_is_refused(string text) => AssertRefused(Scalars.MachineAddress, text, FindingCode.BadValue);

    [Theory]
    [InlineData("Relay.Example.org.", "relay.example.org")]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("2001:DB8::1", "2001:db8::1")]
    public void Host_is_kept_in_its_canonical_text(string text, string expected) => Assert.Equal(expected, Read(Scalars.Host, text, out _).Text);

    [Fact]
    public void Host_with_a_port_is_refused_with_the_right_key_as_hint()
    {
        Read(Scalars.Host, "relay.example.org:3001", out Finding? finding);

        Assert.Equal("the port has a key of its own: `port`", finding!.Hint); // Refused: there is a finding.
    }

    [Theory]
    [InlineData("10.1.2.3/8", "the bits after the prefix must be zero: 10.0.0.0/8")]
    [InlineData("2001:db8::1/33", "the bits after the prefix must be zero: 2001:db8::/33")]
    [InlineData("10.1.2.3", "for one address write 10.1.2.3/32")]
    [InlineData("2001:db8::1", "for one address write 2001:db8::1/128")]
    [InlineData("10.0.0.0/33", "e.g. 192.0.2.0/24")]
    [InlineData("home", "e.g. 192.0.2.0/24")]
    public void Cidr_refusal_says_what_to_write(string text, string hint)
    {
        Read(Scalars.Cidr, text, out Finding? finding);

        Assert.Equal((FindingCode.BadValue, hint), (finding!.Code, finding.Hint)); // Refused: there is a finding.
    }

    [Theory]
    [InlineData("./nets/local", NetworkKind.Folder)]
    [InlineData("/etc/net", NetworkKind.Folder)]
    [InlineData("mainnet", NetworkKind.Mainnet)]
    [InlineData("preview", NetworkKind.Preview)]
    public void Network_is_a_known_word_or_a_folder(string text, NetworkKind kind) => Assert.Equal(kind, Read(NetworkShape.Shape, text, out _).Kind);

    [Theory]
    [InlineData("Mainnet", "did you mean mainnet?")]
    [InlineData("prepod", "did you mean preprod?")]
    [InlineData("sanchonet", "write devnet, preview, preprod or mainnet; a folder has a slash in it: ./my-network")]
    public void Network_refusal_says_what_to_write(string text, string hint)
    {
        Read(NetworkShape.Shape, text, out Finding? finding);

        Assert.Equal(hint, finding!.Hint); // Refused: there is a finding.
    }

    [Theory]
    [InlineData("-oProxyCommand=x")]
    [InlineData("' a'")]
    [InlineData("\"a\\nb\"")]
    [InlineData("''")]
    public void Jump_that_could_be_read_as_an_option_is_refused(string text) => AssertRefused(Scalars.Jump, text, FindingCode.BadValue);

    private static void AssertRefused<T>(Shape<T> shape, string text, string code)
    {
        Read(shape, text, out Finding? finding);
        Assert.Equal(code, finding?.Code);
    }

    private static T Read<T>(Shape<T> shape, string text, out Finding? finding)
    {
        FindingCollector findings = new("f");
        YamlMap map = Assert.IsType<YamlMap>(YamlTree.Load($"key: {text}\n", findings));
        T value = shape.Read(map.Entries[0].Value, "key", new ReadContext(findings));
        finding = findings.ToList().SingleOrDefault();
        return value;
    }
}
