using System.Text;
using PoolTopology.Ledger.Parameters;
using Xunit;

namespace PoolTopology.Ledger.Tests.Parameters;

public class CanonicalJsonTests
{
    [Theory]
    [InlineData(" { \"b\" : 1 , \"a\" : [ 2 , -3 ] } ", "{\"a\":[2,-3],\"b\":1}")]
    [InlineData("{\"aa\":1,\"a\":2,\"B\":3}", "{\"B\":3,\"a\":2,\"aa\":1}")]
    [InlineData("\"a\\\"b\\\\c\\u00e4\\n\"", "\"a\\\"b\\\\cä\n\"")]
    [InlineData("[true,false,null,{}]", "[true,false,null,{}]")]
    [InlineData("9007199254740991", "9007199254740991")]
    public void Render_has_no_white_space_and_sorts_keys(string json, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(CanonicalJson.Render(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public void Keys_are_in_the_order_of_code_points_not_of_UTF16()
    {
        string rendered = Encoding.UTF8.GetString(
            CanonicalJson.Render(Encoding.UTF8.GetBytes("{\"\U0001F600\":1,\"\uFFFD\":2}")));
        Assert.Equal("{\"\uFFFD\":2,\"\U0001F600\":1}", rendered);
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("9007199254740992")]
    [InlineData("{\"a\":1e400}")]
    public void What_canonical_JSON_cannot_hold_is_refused(string json) =>
        Assert.Throws<GenesisException>(() => CanonicalJson.Render(Encoding.UTF8.GetBytes(json)));
}
