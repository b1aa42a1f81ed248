using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Control.V1;
using PoolTopology.Rpc.Node.V1;

namespace PoolTopology.Orchestrator.Tests.Support;

/// <summary>
/// A node as the orchestrator sees it: attaches, reports, takes orders, ends with its stdin. Its chain is a function of
/// the clock, so that all nodes agree without talking: one block in every fourth slot.
/// </summary>
public static class FakeNode
{
    private const string PoolId = "pool1fake";
    private const ulong SlotsPerBlock = 4;

    public static async Task<int> RunAsync(string role, IReadOnlyDictionary<string, string> flags)
    {
        ArgumentNullException.ThrowIfNull(flags);
        if (Environment.GetEnvironmentVariable("FAKE_NODE_EXIT") is { Length: > 0 } code
            && code.Split('=') is [var node, var exit] && node == flags["name"])
        {
            await Console.Error.WriteLineAsync($"{node}: the configuration is of no use");
            return int.Parse(exit, CultureInfo.InvariantCulture);
        }

        using CancellationTokenSource stop = new();
        Task input = EndOfInputAsync(stop);
        using TcpListener listener = new(IPAddress.Parse(flags["host-addr"]), int.Parse(flags["port"], CultureInfo.InvariantCulture));
        listener.Start();
        await Console.Error.WriteLineAsync($"{flags["name"]} listens on {listener.LocalEndpoint}");
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await AttachAsync(role, flags, stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (RpcException)
            {
                await Task.Delay(100, CancellationToken.None);
            }
        }

        await input;
        return 0;
    }

    /// <summary>Listens on a port on all addresses until it is killed.</summary>
    public static async Task<int> ListenAsync(string port)
    {
        using TcpListener listener = TcpListener.Create(int.Parse(port, CultureInfo.InvariantCulture));
        listener.Start();
        while (true)
            (await listener.AcceptSocketAsync()).Dispose();
    }

    private static async Task EndOfInputAsync(CancellationTokenSource stop)
    {
        byte[] buffer = new byte[16];
        await using Stream input = Console.OpenStandardInput();
        while (await input.ReadAsync(buffer) > 0)
        {
        }

        await stop.CancelAsync();
    }

    private static async Task AttachAsync(string role, IReadOnlyDictionary<string, string> flags, CancellationToken stop)
    {
        using RpcChannel channel = new(
            new UnixDomainSocketEndPoint(flags["control"]["unix:".Length..]), RpcChannelOptions.Default);
        await using DuplexCall<NodeReport, Order> call = channel.Duplex(ControlMethods.Attach, RpcCallOptions.None, stop);
        await call.WriteAsync(new NodeReport
        {
            Hello = new Hello
            {
                Name = flags["name"], Role = role, Version = "fake", Pid = Environment.ProcessId,
                NodeAddress = $"{flags["host-addr"]}:{flags["port"]}", RpcAddress = flags["rpc-addr"],
            },
        }, stop);
        Task orders = TakeOrdersAsync(call, flags["topology"], stop);
        using JsonDocument genesis = JsonDocument.Parse(await File.ReadAllTextAsync(
            Path.Combine(Path.GetDirectoryName(flags["config"])!, "shelley-genesis.json"), stop));
        DateTimeOffset start = genesis.RootElement.GetProperty("systemStart").GetDateTimeOffset();
        double slotLength = genesis.RootElement.GetProperty("slotLength").GetDouble();
        ulong told = SlotAt(start, slotLength) / SlotsPerBlock;
        while (!orders.IsCompleted)
        {
            ulong slot = SlotAt(start, slotLength);
            for (; told < slot / SlotsPerBlock; told++)
                await TellBlockAsync(call, role, told + 1, stop);
            await call.WriteAsync(new NodeReport { Status = StatusNow(role, flags, slot, told, slotLength) }, stop);
            await Task.WhenAny(orders, Task.Delay(TimeSpan.FromMilliseconds(50), stop));
        }

        await orders;
    }

    private static async Task TellBlockAsync(DuplexCall<NodeReport, Order> call, string role, ulong blockNo, CancellationToken stop)
    {
        ulong slot = blockNo * SlotsPerBlock;
        if (role == "producer")
        {
            await call.WriteAsync(new NodeReport
            {
                BlockForged = new BlockForged { Slot = slot, Hash = HashOf(blockNo), BlockNo = blockNo, Issuer = PoolId, SizeBytes = 900 },
            }, stop);
        }

        await call.WriteAsync(new NodeReport
        {
            BlockAdopted = new BlockAdopted { Slot = slot, Hash = HashOf(blockNo), BlockNo = blockNo, Issuer = PoolId, DelayMs = 42 },
        }, stop);
    }

    private static Status StatusNow(
        string role, IReadOnlyDictionary<string, string> flags, ulong slot, ulong blockNo, double slotLength)
    {
        Status status = new()
        {
            Name = flags["name"], Role = role, Version = "fake", Pid = Environment.ProcessId, CurrentSlot = slot,
            SlotInEpoch = slot, EpochLengthSlots = 800, SlotLengthSeconds = slotLength, Era = "conway",
            TopologyHash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(flags["topology"]))),
            Tip = blockNo == 0 ? new Tip() : new Tip { Slot = blockNo * SlotsPerBlock, Hash = HashOf(blockNo), BlockNo = blockNo },
        };
        status.Health.Add(new ServiceHealth { Service = "", Serving = true, Reason = "all well" });
        status.Health.Add(new ServiceHealth { Service = "live", Serving = true, Reason = "runs" });
        using JsonDocument peers = JsonDocument.Parse(File.ReadAllText(flags["topology"]));
        foreach (JsonElement group in peers.RootElement.GetProperty("localRoots").EnumerateArray())
        {
            foreach (JsonElement point in group.GetProperty("accessPoints").EnumerateArray())
            {
                status.Peers.Add(new Peer
                {
                    Address = $"{point.GetProperty("address").GetString()}:{point.GetProperty("port").GetInt32()}",
                    State = Peer.Types.State.Hot, IsLocalRoot = true, IsUpstream = true, IsDownstream = true, RttMs = 0.4,
                });
            }
        }

        if (role == "producer")
            status.Forging = new Forging { Enabled = true, PoolId = PoolId, KesSecondsLeft = 90 * 86400, BlocksForged = blockNo };
        return status;
    }

    private static async Task TakeOrdersAsync(DuplexCall<NodeReport, Order> call, string peerFile, CancellationToken stop)
    {
        await foreach (Order order in call.ReadAllAsync(stop))
        {
            await File.WriteAllTextAsync(peerFile, order.SetPeers.TopologyJson, stop);
            await call.WriteAsync(new NodeReport { OrderResult = new OrderResult { Id = order.Id, Ok = true } }, stop);
        }
    }

    private static ulong SlotAt(DateTimeOffset start, double slotLength) =>
        (ulong)Math.Max(0, (TimeProvider.System.GetUtcNow() - start).TotalSeconds / slotLength);

    private static string HashOf(ulong blockNo) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"block {blockNo}")));
}
