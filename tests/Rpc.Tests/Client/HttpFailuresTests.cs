using System.Net.Sockets;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;
using Xunit;

namespace PoolTopology.Rpc.Tests.Client;

/// <summary>What a call that lost its stream or its connection ends with.</summary>
public sealed class HttpFailuresTests
{
    /// <summary>
    /// NO_ERROR is a server that shuts down: GOAWAY, even as the first frame of a connection that it has just accepted.
    /// The caller may try again, as with every connection that is lost.
    /// </summary>
    [Theory]
    [InlineData(0x0, RpcStatusCode.Unavailable)]
    [InlineData(0x1, RpcStatusCode.Internal)]
    [InlineData(0x2, RpcStatusCode.Internal)]
    [InlineData(0x7, RpcStatusCode.Unavailable)]
    [InlineData(0x8, RpcStatusCode.Cancelled)]
    [InlineData(0xb, RpcStatusCode.ResourceExhausted)]
    [InlineData(0xc, RpcStatusCode.PermissionDenied)]
    public void Http2_errors_are_mapped(long error, RpcStatusCode expected)
    {
        HttpRequestException failure = new("no", new HttpProtocolException(error, "HTTP/2 error", innerException: null));

        Assert.Equal(expected, HttpFailures.ToRpc(failure).Code);
    }

    [Fact]
    public void A_lost_connection_is_unavailable() =>
        Assert.Equal(
            RpcStatusCode.Unavailable,
            HttpFailures.ToRpc(new HttpRequestException("no", new SocketException())).Code);
}
