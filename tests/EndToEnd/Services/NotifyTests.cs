using System.Net;
using System.Net.Sockets;
using System.Text;
using PoolTopology.EndToEnd.Support;
using Xunit;

namespace PoolTopology.EndToEnd.Services;

/// <summary>What a service manager hears of a node, on a socket as systemd's.</summary>
public sealed class NotifyTests : IDisposable
{
    private const string Address = "127.0.77.1";
    private readonly string _folder = Directory.CreateTempSubdirectory("notify").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Node_says_when_it_is_ready_that_it_is_alive_and_that_it_stops()
    {
        string socket = Path.Combine(_folder, "notify");
        using Socket manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(socket));
        string devnet = Path.Combine(_folder, "devnet");
        await Programs.RunAsync(Programs.Keys, "devnet", "--out-dir", devnet, "--system-start", "+0");
        Dictionary<string, string> environment = new() { ["NOTIFY_SOCKET"] = socket, ["WATCHDOG_USEC"] = "1000000" };
        await using NodeProcess node = NodeProcess.StartService(
            Path.Combine(devnet, "config.json"), Path.Combine(_folder, "relay"), Address, environment);

        Assert.Equal("STATUS=opening the database\nEXTEND_TIMEOUT_USEC=300000000", await HearAsync(manager));
        string next = await HearAsync(manager);
        for (; next != "READY=1"; next = await HearAsync(manager))
            Assert.StartsWith("STATUS=", next, StringComparison.Ordinal);
        using (TcpClient peer = new())
            await peer.ConnectAsync(IPAddress.Parse(Address), 3001);
        await node.UntilServingAsync("live");

        List<string> said = [];
        while (said.Count(message => message == "WATCHDOG=1") < 4)
            said.Add(await HearAsync(manager));
        Assert.Contains(said, message => message.StartsWith("STATUS=at an empty chain, 0 peers; ", StringComparison.Ordinal));

        node.Signal(Signals.Interrupt);
        string last = "";
        while (!last.StartsWith("STOPPING=1", StringComparison.Ordinal))
            last = await HearAsync(manager);
        Assert.Equal(0, await node.EndAsync());
    }

    private static async Task<string> HearAsync(Socket manager)
    {
        using CancellationTokenSource limit = new(Limits.Event);
        byte[] buffer = new byte[4096];
        int length = await manager.ReceiveAsync(buffer, SocketFlags.None, limit.Token);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
