using PoolTopology.Network.Bearer;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Handshake;
using PoolTopology.Network.Ports;
using PoolTopology.Network.Tests.Fakes;
using PoolTopology.Primitives.Chain;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.Network.Tests.Connections;

/// <summary>Measures the heap of the whole process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(HostilePeerTests), DisableParallelization = true)]
[Collection(nameof(HostilePeerTests))]
public sealed class HostilePeerTests(ITestOutputHelper output)
{
    private const int Scripts = 100_000;
    private const int ScriptsBeforeMeasuring = 10_000;
    private const long GrowthBytesMax = 4_000_000;

    [Fact]
    public void AnyBytes_cost_that_connection_only_and_leave_no_memory_behind()
    {
        Simulated simulated = new(1);
        ScriptedChain chain = new();
        chain.Extend(20);
        ConnectionEnvironment environment = new(
            new NetworkPorts(chain, chain, new ChainTaker(), new Silent()),
            new VersionData(new NetworkMagic(42), false, false, false),
            simulated.Time,
            new Random(1));
        SortedDictionary<string, int> reasons = new(StringComparer.Ordinal);
        long before = 0;
        simulated.Run(async () =>
        {
            for (int seed = 0; seed < Scripts; seed++)
            {
                if (seed == ScriptsBeforeMeasuring)
                    before = GC.GetTotalMemory(forceFullCollection: true);
                CloseReason reason = await RunAsync(environment, seed);
                Assert.False(reason is CloseReason.LocalFault, $"seed {seed}: {reason}");
                string name = reason is CloseReason.ProtocolViolated violated ? violated.Violation.GetType().Name : reason.GetType().Name;
                reasons[name] = reasons.GetValueOrDefault(name) + 1;
            }
        }, limitSeconds: 10_000_000);
        long growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{Scripts} scripts, {growth} bytes more after the last than after {ScriptsBeforeMeasuring}");
        foreach ((string reason, int count) in reasons)
            output.WriteLine($"{count,7} {reason}");
        Assert.False(environment.Failed.IsCompleted);
        Assert.Equal(0, chain.FollowersOpen);
        Assert.InRange(growth, long.MinValue, GrowthBytesMax);
        Assert.True(reasons.Count >= 6, "the scripts reach many ways to fail");
    }

    private static async Task<CloseReason> RunAsync(ConnectionEnvironment environment, int seed)
    {
        Random random = new(seed);
        byte[] script = HostileScript.Create(random);
        (InMemoryBearer ours, InMemoryBearer theirs) = InMemoryBearer.CreatePair(Simulated.Address(1), Simulated.Address(2));
        using Connection connection = new(seed, ours, ConnectionOrigin.Inbound, environment);
        Task<CloseReason> running = connection.RunAsync();
        RawPeer peer = new(theirs);
        Task draining = peer.DrainAsync();
        for (int sent = 0; sent < script.Length;)
        {
            int piece = random.Next(3) == 0 ? random.Next(1, 20) : script.Length;
            piece = Math.Min(piece, script.Length - sent);
            await peer.SendAsync(script.AsMemory(sent, piece));
            sent += piece;
        }
        // Some hang up at once, some wait for an answer, some for ever.
        await Task.Delay(TimeSpan.FromSeconds(random.Next(4) switch { 0 => 0, 1 => 100, _ => 1 }), environment.Time);
        await theirs.Output.CompleteAsync();
        CloseReason reason = await running;
        await draining;
        await theirs.DisposeAsync();
        return reason;
    }

    private sealed class Silent : INetworkEvents
    {
        public void Report(NetworkEvent networkEvent)
        {
            // Counting reasons is enough here.
        }
    }
}
