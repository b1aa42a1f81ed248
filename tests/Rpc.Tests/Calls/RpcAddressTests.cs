using System.Net;
using System.Net.Sockets;
using PoolTopology.Rpc.Calls;
using Xunit;

namespace PoolTopology.Rpc.Tests.Calls;

public sealed class RpcAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:7001", typeof(IPEndPoint))]
    [InlineData("[::1]:7001", typeof(IPEndPoint))]
    [InlineData("relay.example.org:7001", typeof(DnsEndPoint))]
    [InlineData("localhost:0", typeof(DnsEndPoint))]
    [InlineData("unix:/run/pool/control.sock", typeof(UnixDomainSocketEndPoint))]
    [InlineData("unix:control.sock", typeof(UnixDomainSocketEndPoint))]
    public void Address_is_read_and_written(string text, Type expected)
    {
        Assert.True(RpcAddress.TryParse(text, out EndPoint? address));
        Assert.IsType(expected, address);
        Assert.Equal(text, RpcAddress.Format(address));
    }

    [Fact]
    public void Three_slashes_after_unix_are_one()
    {
        Assert.True(RpcAddress.TryParse("unix:///run/x.sock", out EndPoint? address));
        Assert.Equal("unix:/run/x.sock", RpcAddress.Format(address));
    }

    [Fact]
    public void A_unix_path_ends_where_the_kernel_ends_it()
    {
        Assert.True(RpcAddress.TryParse("unix:/" + new string('x', 106), out _));
        Assert.False(RpcAddress.TryParse("unix:/" + new string('x', 107), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":7001")]
    [InlineData("localhost")]
    [InlineData("localhost:")]
    [InlineData("localhost:65536")]
    [InlineData("localhost:-1")]
    [InlineData("::1:7001")]
    [InlineData("[relay]:7001")]
    [InlineData("two words:7001")]
    [InlineData("unix:")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(RpcAddress.TryParse(text, out _));
    }
}
