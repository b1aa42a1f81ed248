using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using PoolTopology.Orchestrator.Agent.Observe;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.TestKit.Time;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Agent.Observe;

public sealed class MetricsObserverTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public MetricsObserverTests()
    {
        _listener.Start();
        Address = $"{_listener.LocalEndpoint}";
    }

    public void Dispose() => _listener.Dispose();

    private string Address { get; }

    [Fact]
    public async Task Metrics_are_asked_for_as_cardano_node_serves_them()
    {
        Task<string> asked = ServeAsync(Ok(MetricsSamples.Producer));

        ObservedNode seen = await AskAsync(TimeProvider.System);

        Assert.Equal(("relay-1", "", 171_234_567UL), (seen.Name, seen.Error, seen.Metrics.TipSlot));
        string request = await asked;
        Assert.StartsWith("GET /metrics HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nAccept: text/plain\r\n", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_that_nobody_has_is_said()
    {
        _listener.Stop();
        Assert.Equal($"metrics at {Address} do not answer: Connection refused", (await AskAsync(TimeProvider.System)).Error);
    }

    [Theory]
    [InlineData("HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n", "answer with status 404")]
    [InlineData("HTTP/1.0 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n", "answer with status 302")]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n<html>\n", "cannot be read: nothing in them is of a cardano-node")]
    [InlineData("HTTP/1.0 200 OK\r\n\r\ncardano_node_metrics_slotNum_int 1", "cannot be read: they end in the middle of a line")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 99\r\n\r\ncardano_node_metrics_slotNum_int 1\n", "do not answer: The response ended prematurely")]
    [InlineData("SSH-2.0-OpenSSH_9.2p1\r\n", "do not answer: Received an invalid status line")]
    public async Task Answers_that_are_no_metrics_are_said(string answer, string sentence)
    {
        Task serving = ServeAsync(answer);
        Assert.StartsWith($"metrics at {Address} {sentence}", (await AskAsync(TimeProvider.System)).Error, StringComparison.Ordinal);
        await serving;
    }

    [Fact]
    public async Task Endless_metrics_are_left_after_their_bound()
    {
        Task serving = ServeAsync("HTTP/1.0 200 OK\r\n\r\n" + new string('#', 2 * MetricsObserver.MaximumBytes), mayBeCut: true);
        Assert.Equal($"metrics at {Address} are longer than 1024 KiB", (await AskAsync(TimeProvider.System)).Error);
        await serving;
    }

    [Fact]
    public async Task Node_that_accepts_and_says_nothing_is_left_after_three_seconds()
    {
        VirtualTime time = new();
        Task<ObservedNode> asking = AskAsync(time);
        using TcpClient silent = await _listener.AcceptTcpClientAsync();
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal($"metrics at {Address} do not answer within 3 s", (await asking).Error);
    }

    [Theory]
    [InlineData("vault:12798")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:99999")]
    public async Task What_is_no_address_is_said(string address) =>
        Assert.Equal($"'{address}' is no address", (await AskAsync(TimeProvider.System, address)).Error);

    private Task<ObservedNode> AskAsync(TimeProvider time, string? address = null) => NodeObserver.AskAsync(
        new NodeEndpoint { Name = "relay-1", MetricsAddress = address ?? Address }, time, CancellationToken.None);

    private static string Ok(string text) => string.Create(
        CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {text.Length}\r\n\r\n{text}");

    /// <summary>Answers one request, whatever it is, and says what it was.</summary>
    private async Task<string> ServeAsync(string answer, bool mayBeCut = false)
    {
        using TcpClient guest = await _listener.AcceptTcpClientAsync();
        byte[] request = new byte[4096];
        int length = await guest.GetStream().ReadAsync(request);
        try
        {
            await guest.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
        }
        catch (IOException) when (mayBeCut)
        {
            // The other side has read enough.
        }

        return Encoding.ASCII.GetString(request, 0, length);
    }
}
