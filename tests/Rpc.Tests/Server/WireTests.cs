using System.Net;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Tests.Support;
using Xunit;

namespace PoolTopology.Rpc.Tests.Server;

/// <summary>Requests that break the protocol, and what the specification answers to them.</summary>
public sealed class WireTests
{
    private const string Say = "/pooltopology.test.Echo/Say";

    private static readonly byte[] Empty = [0, 0, 0, 0, 0];

    [Theory]
    [InlineData("/pooltopology.test.Echo/Nothing", RpcStatusCode.Unimplemented)]
    [InlineData("/pooltopology.test.Echo/say", RpcStatusCode.Unimplemented)]
    [InlineData("/nobody/Say", RpcStatusCode.Unimplemented)]
    [InlineData("/", RpcStatusCode.Unimplemented)]
    [InlineData("/%2e%2e/x", RpcStatusCode.Unimplemented)]
    public Task Unknown_path(string path, RpcStatusCode expected) => AssertStatusAsync(expected, path, Empty);

    [Theory]
    [InlineData("no bytes at all", "", RpcStatusCode.Unimplemented)]
    [InlineData("half a prefix", "0000", RpcStatusCode.Internal)]
    [InlineData("a prefix without its message", "0000000003", RpcStatusCode.Internal)]
    [InlineData("half a message", "00000000030A01", RpcStatusCode.Internal)]
    [InlineData("not the message type", "00000000020AFF", RpcStatusCode.Internal)]
    [InlineData("two messages", "00000000000000000000", RpcStatusCode.Unimplemented)]
    [InlineData("compressed without encoding", "0100000000", RpcStatusCode.Internal)]
    [InlineData("unknown flag", "8000000000", RpcStatusCode.Internal)]
    [InlineData("larger than the limit", "00FFFFFFFF", RpcStatusCode.ResourceExhausted)]
    [InlineData("just larger than the limit", "0000400001", RpcStatusCode.ResourceExhausted)]
    public async Task Malformed_body(string what, string body, RpcStatusCode expected)
    {
        Assert.NotEmpty(what);
        await AssertStatusAsync(expected, Say, Convert.FromHexString(body));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc-web", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc+json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc", HttpStatusCode.OK)]
    [InlineData("application/grpc+proto", HttpStatusCode.OK)]
    [InlineData("Application/GRPC; charset=utf-8", HttpStatusCode.OK)]
    public async Task Content_type(string? contentType, HttpStatusCode expected)
    {
        await using RunningServer server = await RunningServer.StartAsync(new EchoService().Define());
        using RawCalls raw = new(server.Tcp);

        RawResponse response = await raw.PostAsync(Say, Empty, contentType);

        Assert.Equal(expected, response.Http);
    }

    [Theory]
    [InlineData("grpc-timeout", "soon", RpcStatusCode.Internal)]
    [InlineData("grpc-timeout", "10S", RpcStatusCode.Ok)]
    [InlineData("x-bin", "not base64!", RpcStatusCode.Internal)]
    [InlineData("grpc-encoding", "gzip", RpcStatusCode.Ok)]
    [InlineData("grpc-unheard-of", "x", RpcStatusCode.Ok)]
    public Task Header(string name, string value, RpcStatusCode expected) =>
        AssertStatusAsync(expected, Say, Empty, (name, value));

    [Fact]
    public async Task An_unsupported_encoding_is_answered_with_the_supported_ones()
    {
        await using RunningServer server = await RunningServer.StartAsync(new EchoService().Define());
        using RawCalls raw = new(server.Tcp);

        RawResponse response = await raw.PostAsync(
            Say, [1, 0, 0, 0, 0], HeaderNames.ContentType, (HeaderNames.Encoding, "gzip"));

        Assert.Equal(RpcStatusCode.Unimplemented, response.Status);
        Assert.Equal(["identity"], response.Headers.GetValues(HeaderNames.AcceptEncoding));
    }

    [Fact]
    public async Task A_get_is_refused()
    {
        await using RunningServer server = await RunningServer.StartAsync(new EchoService().Define());
        using HttpClient http = new() { DefaultRequestVersion = HttpVersion.Version20 };
        http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;

        using HttpResponseMessage response = await http.GetAsync(new Uri($"http://{server.Tcp}{Say}"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task Http_1_1_is_not_spoken()
    {
        await using RunningServer server = await RunningServer.StartAsync(new EchoService().Define());
        using HttpClient http = new();

        Exception? failure = await Record.ExceptionAsync(() => http.GetAsync(new Uri($"http://{server.Tcp}/")));

        // Kestrel answers HTTP/1.1 on an HTTP/2 port with 400 or by closing, depending on what it has read.
        Assert.True(failure is null or HttpRequestException, failure?.ToString());
        Assert.Equal(5, await SumAsync(server));
    }

    private static async Task AssertStatusAsync(
        RpcStatusCode expected, string path, byte[] body, params (string, string)[] headers)
    {
        await using RunningServer server = await RunningServer.StartAsync(new EchoService().Define());
        using RawCalls raw = new(server.Tcp);

        RawResponse response = await raw.PostAsync(path, body, HeaderNames.ContentType, headers);

        Assert.Equal(HttpStatusCode.OK, response.Http);
        Assert.Equal(expected, response.Status);
    }

    private static async Task<int> SumAsync(RunningServer server)
    {
        await using ClientStreamingCall<Protos.Count, Protos.Count> call = server.Channel.ClientStreaming(
            EchoMethods.Sum, RpcCallOptions.Within(TimeSpan.FromSeconds(20)), CancellationToken.None);
        await call.WriteAsync(new Protos.Count { Value = 5 }, CancellationToken.None);
        return (await call.CompleteAsync(CancellationToken.None)).Value;
    }
}
