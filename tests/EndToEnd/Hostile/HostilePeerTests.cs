using System.Net;
using System.Net.Sockets;
using PoolTopology.EndToEnd.Support;
using PoolTopology.EndToEnd.Wire;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.EndToEnd.Hostile;

/// <summary>
/// Bytes that no node sends, on the node port of a relay that runs: each costs its own connection and nothing else.
/// </summary>
public sealed class HostilePeerTests(ITestOutputHelper output)
{
    private const string Victim = "relay-1";
    private const uint Magic = 42;
    private const int WarmUp = 200;
    private const int Connections = 1500;
    private const int AtOnce = 8;
    private const int SlowConnections = 20;
    private const long GrowthBytesMax = 64 * 1024 * 1024;
    private const int OversizedBytes = 64 * 1024 * 1024;

    // What the node may take of a message that grows beyond its limit: the limits are 64 KiB and less, the rest are the
    // kernel's buffers on both sides.
    private static readonly TimeSpan CutWithin = TimeSpan.FromSeconds(60);

    private static readonly Func<Random, byte[]>[] Attacks =
        [RandomBytes, TruncatedHandshake, GarbageAfterHandshake, UnknownProtocol, ResponderTraffic, DeepNesting, HugeLength];

    [Fact]
    public async Task Hostile_bytes_cost_only_their_own_connection_and_no_memory()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        using PoolFolder folder = new();
        await using PoolRun run = await PoolRun.StartHealthyAsync(folder);
        IPEndPoint victim = new(IPAddress.Parse(folder.AddressOf(Victim)), 3001);
        int pid = run.PidOf(Victim)!.Value;
        using CancellationTokenSource enough = new();
        Task<int> honest = FollowAsync(victim, enough.Token);

        await AttackAsync(victim, new Random(seed), WarmUp);
        long before = Signals.ResidentBytes(pid);
        Task slow = Task.WhenAll(Enumerable.Range(0, SlowConnections).Select(_ => SlowAsync(victim)));
        await AttackAsync(victim, new Random(seed + 1), Connections);
        await OversizedAsync(victim);
        await slow;
        long after = Signals.ResidentBytes(pid);

        output.WriteLine($"{Connections} connections, resident before {before >> 20} MiB, after {after >> 20} MiB");
        Assert.True(after - before < GrowthBytesMax, $"seed {seed}: resident memory grew from {before} to {after} bytes");
        EventLine block = await run.AdoptedByAsync(PoolRun.Nodes, run.Events.Count);
        // The connection that behaves was there all the time, and so were the pool's own.
        await enough.CancelAsync();
        int followed = await honest;
        Assert.True((ulong)followed >= block.BlockNo, $"the honest peer saw {followed} blocks, the chain has {block.BlockNo}");
        Assert.Equal(pid, run.PidOf(Victim));
        Assert.DoesNotContain(run.Events.All, line => line.Type is "node_exited" or "node_restarting");
        AssertNoPeerOfThePoolWasCut(folder);
        Assert.Equal(0, await run.InterruptAsync());
    }

    // Follows the chain as any peer does, and counts its blocks; a cut connection fails.
    private static async Task<int> FollowAsync(IPEndPoint victim, CancellationToken enough)
    {
        int blocks = 0;
        using NodeToNode honest = await NodeToNode.ConnectAsync(victim, Magic, enough);
        try
        {
            await foreach ((ChainBlock _, bool _) in honest.FollowAsync(enough))
                blocks++;
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            // Until it was enough.
        }
        return blocks;
    }

    private static async Task AttackAsync(IPEndPoint victim, Random random, int connections)
    {
        byte[][] payloads = [.. Enumerable.Range(0, connections).Select(i => Attacks[i % Attacks.Length](random))];
        await Parallel.ForEachAsync(payloads, new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (payload, _) => await SendAndWaitForCutAsync(victim, payload));
    }

    // Sends everything, closes our side, and waits until the node has closed its own.
    private static async Task SendAndWaitForCutAsync(IPEndPoint victim, byte[] payload)
    {
        using CancellationTokenSource limit = new(CutWithin);
        using Socket socket = NewSocket();
        try
        {
            await socket.ConnectAsync(victim, limit.Token);
            await socket.SendAsync(payload, limit.Token);
            socket.Shutdown(SocketShutdown.Send);
            await UntilCutAsync(socket, limit.Token);
        }
        catch (SocketException)
        {
            // Reset while we were writing or closing our side: cut, which is what we asked for.
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"not cut in {CutWithin}: {Convert.ToHexString(payload.AsSpan(0, Math.Min(64, payload.Length)))}…");
        }
    }

    // A handshake byte by byte: the node gives up waiting, long before the message is whole.
    private static async Task SlowAsync(IPEndPoint victim)
    {
        using CancellationTokenSource limit = new(CutWithin);
        using Socket socket = NewSocket();
        byte[] handshake = NodeToNode.Segment(0, NodeToNode.ProposeVersions(Magic));
        int sent = 0;
        try
        {
            await socket.ConnectAsync(victim, limit.Token);
            Task cut = UntilCutAsync(socket, limit.Token);
            while (!cut.IsCompleted && sent < handshake.Length - 1)
            {
                await socket.SendAsync(handshake.AsMemory(sent++, 1), limit.Token);
                await Task.WhenAny(cut, Task.Delay(TimeSpan.FromSeconds(2), limit.Token));
            }
            await cut;
        }
        catch (SocketException)
        {
            // Reset while we were writing: cut.
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"not cut in {CutWithin} after {sent} bytes");
        }
    }

    // One chain-sync message that never ends, in segments of the largest size.
    private static async Task OversizedAsync(IPEndPoint victim)
    {
        using CancellationTokenSource limit = new(CutWithin);
        using NodeToNode attacker = await NodeToNode.ConnectAsync(victim, Magic, limit.Token);
        byte[] part = new byte[ushort.MaxValue];
        // [4, [bytes of 64 megabytes: more than any socket buffer takes in…
        byte[] start = [0x82, 0x04, 0x81, 0x5a, 0x04, 0x00, 0x00, 0x00];
        start.CopyTo(part, 0);
        int sent = 0;
        try
        {
            for (; sent < OversizedBytes; sent += part.Length)
            {
                await attacker.SendAsync(2, part, limit.Token);
                part.AsSpan().Clear();
            }
        }
        catch (IOException)
        {
            return;
        }
        Assert.Fail($"the node took {sent} bytes of one message");
    }

    // Reads until the node closes; what it says is of no interest.
    private static async Task UntilCutAsync(Socket socket, CancellationToken cancellation)
    {
        byte[] ignored = new byte[4096];
        while (await socket.ReceiveAsync(ignored, cancellation) > 0)
        {
            // Only the end counts.
        }
    }

    private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    // The log names every connection that ended: those of the pool's machines must not be among them.
    private static void AssertNoPeerOfThePoolWasCut(PoolFolder folder)
    {
        string[] own = [.. PoolRun.Nodes.Select(node => folder.AddressOf(node) + ":3001: disconnected")];
        Assert.DoesNotContain(folder.LogOf(Victim).Split('\n'), line => own.Any(peer => line.Contains(peer, StringComparison.Ordinal)));
    }

    private static byte[] RandomBytes(Random random)
    {
        byte[] bytes = new byte[random.Next(1, 4096)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] TruncatedHandshake(Random random)
    {
        byte[] whole = NodeToNode.Segment(0, NodeToNode.ProposeVersions(Magic));
        return whole[..random.Next(1, whole.Length)];
    }

    private static byte[] GarbageAfterHandshake(Random random) =>
        AfterHandshake(NodeToNode.Segment((ushort)random.Next(2, 5), RandomBytes(random)));

    private static byte[] UnknownProtocol(Random random) =>
        AfterHandshake(NodeToNode.Segment((ushort)random.Next(100, 0x8000), RandomBytes(random)));

    // Answers to questions that the node never asked on this connection.
    private static byte[] ResponderTraffic(Random random) =>
        AfterHandshake(NodeToNode.Segment((ushort)(0x8000 | random.Next(0, 12)), RandomBytes(random)));

    private static byte[] DeepNesting(Random random)
    {
        byte[] nested = new byte[random.Next(1000, 5000)];
        nested.AsSpan().Fill(0x81);
        return AfterHandshake(NodeToNode.Segment(2, nested));
    }

    // An array of 2^64 - 1 entries, a byte string of 2^63 bytes.
    private static byte[] HugeLength(Random random) => AfterHandshake(NodeToNode.Segment(3, random.Next(2) == 0
        ? [0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
        : [0x82, 0x00, 0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]));

    private static byte[] AfterHandshake(byte[] segment) =>
        [.. NodeToNode.Segment(0, NodeToNode.ProposeVersions(Magic)), .. segment];
}
