using System.Net;
using PoolTopology.Network.Bearer;
using PoolTopology.TestKit.Time;

namespace PoolTopology.Network.Tests.Fakes;

/// <summary>Runs a scenario of several nodes on one thread in virtual time.</summary>
internal sealed class Simulated
{
    public Simulated(int seed, TimeSpan delay = default)
    {
        Seed = seed;
        Scheduler = new SeededScheduler(seed, Time);
        Network = new InMemoryNetwork(new InMemoryNetworkOptions(Time, new Random(seed), delay), IPAddress.Loopback);
    }

    public int Seed { get; }

    public VirtualTime Time { get; } = new();

    public SeededScheduler Scheduler { get; }

    public InMemoryNetwork Network { get; }

    public static IPEndPoint Address(byte host, int port = 3001) => new(new IPAddress([10, 0, 0, host]), port);

    public TestNode Node(byte host, bool isFetching = true, ScriptedChain? chain = null)
    {
        IPEndPoint address = Address(host);
        return new TestNode(Network.On(address.Address), address, Time, Seed + host, isFetching: isFetching, chain: chain);
    }

    public void Run(Func<Task> scenario, int limitSeconds = 3_600) => Scheduler.Run(scenario, TimeSpan.FromSeconds(limitSeconds));

    /// <summary>Waits, in virtual time, until something holds.</summary>
    public async Task UntilAsync(Func<bool> holds, string what, double limitSeconds = 120)
    {
        DateTimeOffset end = Time.GetUtcNow() + TimeSpan.FromSeconds(limitSeconds);
        while (!holds())
        {
            if (Time.GetUtcNow() > end)
                throw new TimeoutException($"seed {Seed}: not within {limitSeconds} s: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), Time);
        }
    }

    public Task PassAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), Time);
}
