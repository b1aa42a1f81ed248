using PoolTopology.Topology.Headers;
using Xunit;

namespace PoolTopology.Topology.Tests.Headers;

public sealed class InterfaceNameTests
{
    [Theory]
    [InlineData("eth*", "eth0", true)]
    [InlineData("eth*", "eth", true)]
    [InlineData("eth*", "et", false)]
    [InlineData("eth*", "wg0", false)]
    [InlineData("eth0", "eth0", true)]
    [InlineData("eth0", "eth01", false)]
    [InlineData("*", "lo", true)]
    public void TryParse_pattern_has_the_names_that_begin_so(string pattern, string name, bool isIn) =>
        Assert.Equal(isIn, InterfaceName.TryParse(pattern)!.Contains(InterfaceName.Encode(name)));

    [Theory]
    [InlineData("lo")]
    [InlineData("a23456789012345")]
    [InlineData("")]
    public void Decode_gives_the_name_back(string name) => Assert.Equal(name, InterfaceName.Decode(InterfaceName.Encode(name)));

    [Fact]
    public void TryParse_name_that_no_interface_can_have_is_none() => Assert.Null(InterfaceName.TryParse("a234567890123456"));
}
