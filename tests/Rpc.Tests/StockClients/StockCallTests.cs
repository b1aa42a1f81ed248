using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Server;
using PoolTopology.Rpc.Tests.Protos;
using PoolTopology.Rpc.Tests.Support;
using PoolTopology.TestKit;
using PoolTopology.TestKit.Processes;
using Xunit;

namespace PoolTopology.Rpc.Tests.StockClients;

/// <summary>Calls of every shape and end made by <c>@grpc/grpc-js</c>.</summary>
public sealed class StockCallTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [NodeTheory]
    [InlineData("unary", """{"text":"Zürich 日本 🚀"}""")]
    [InlineData("countTo", """{"count":1000,"last":1000}""")]
    [InlineData("sum", """{"value":500500}""")]
    [InlineData("chat", """{"answered":100}""")]
    [InlineData("metadata", """{"before":"text"}|{"text":"0001FEFF"}|{"trailers":"0001feff"}""")]
    [InlineData("failure",
        """{"code":"FAILED_PRECONDITION","details":"nicht bereit: 100 % ünvollständig 🚀","reason":"kes-expired"}""")]
    [InlineData("deadline", """{"code":"DEADLINE_EXCEEDED"}""")]
    [InlineData("large",
        """{"code":"RESOURCE_EXHAUSTED","details":"a message of 5242885 bytes exceeds the limit of 4194304"}""")]
    [InlineData("gzip", """{"code":"UNIMPLEMENTED","details":"message encoding 'gzip' is not supported"}""")]
    [InlineData("unknown", """{"code":"UNIMPLEMENTED","details":"no method /pooltopology.test.Echo/Nothing"}""")]
    public async Task Stock_client_observes(string what, string expected)
    {
        await using RunningServer server = await RunningServer.StartAsync(new EchoService { Say = SayAsync }.Define());
        string proto = Path.Combine(RepositoryRoot.Find(), "tests", "Rpc.Tests", "Protos", "echo.proto");

        IReadOnlyList<string> lines =
            await NodeScripts.RunAsync(Limit, "calls.mjs", server.Tcp.ToString(), proto, what);

        Assert.Equal(expected.Split('|'), lines.Select(WithoutChance));
    }

    /// <summary>grpc-js adds measured times to the details of a missed deadline.</summary>
    private static string WithoutChance(string line) => line.Contains("DEADLINE_EXCEEDED", StringComparison.Ordinal)
        ? """{"code":"DEADLINE_EXCEEDED"}"""
        : line;

    private static async Task<Text> SayAsync(Text request, RpcContext context, CancellationToken cancellation)
    {
        switch (request.Text_)
        {
            case "metadata":
                ReadOnlyMemory<byte> asked = context.RequestHeaders.Bytes("x-ask-bin")!.Value;
                context.ResponseHeaders.Add("x-before", context.RequestHeaders.Text("x-ask")!);
                context.ResponseTrailers.Add("x-after-bin", asked.Span);
                return new Text { Text_ = Convert.ToHexString(asked.Span) };
            case "fail":
                RpcMetadata trailers = new();
                trailers.Add("reason", "kes-expired");
                throw new RpcException(
                    RpcStatusCode.FailedPrecondition, "nicht bereit: 100 % ünvollständig 🚀", trailers);
            case "hang":
                await Task.Delay(Timeout.Infinite, cancellation);
                break;
        }
        return request;
    }
}
