using System.Net;
using PoolTopology.Network.Bearer;
using PoolTopology.Primitives.Chain;
using PoolTopology.Rpc.Control.V1;
using PoolTopology.TestKit.Chain;
using PoolTopology.TestKit.Time;

namespace PoolTopology.Simulation;

/// <summary>Nodes, their network and their clock, on one thread. A seed gives the same run every time.</summary>
internal sealed class SimulatedWorld : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pool-simulation").FullName;
    private readonly Dictionary<Hash32, Point> _points = [];
    private readonly Dictionary<(string Issuer, ulong Slot), HashSet<string>> _signed = [];
    private readonly List<SimulatedNode> _nodes = [];
    private readonly int _seed;

    public SimulatedWorld(int seed, TestNetworkOptions network)
    {
        _seed = seed;
        Random = new Random(seed);
        Network = TestNetwork.Create(network);
        Time = new VirtualTime(network.SystemStart.AddSeconds(-1));
        Scheduler = new SeededScheduler(seed, Time);
        Transport = new InMemoryNetwork(
            new InMemoryNetworkOptions(Time, new Random(seed), TimeSpan.FromMilliseconds(20)), IPAddress.Loopback);
    }

    public Random Random { get; }

    public TestNetwork Network { get; }

    public VirtualTime Time { get; }

    public SeededScheduler Scheduler { get; }

    public InMemoryNetwork Transport { get; }

    public Separation Separation { get; } = new();

    public IReadOnlyList<SimulatedNode> Nodes => _nodes;

    /// <summary>Slots for which one issuer signed two different blocks, as seen by any node.</summary>
    public IEnumerable<(string Issuer, ulong Slot)> DoubleSigned => _signed.Where(slot => slot.Value.Count > 1).Select(slot => slot.Key);

    public SimulatedNode Add(string name, TestPool? pool)
    {
        int number = _nodes.Count + 1;
        SimulatedNode node = new(
            this, name, new IPAddress([10, 0, 0, (byte)number]), pool, Path.Combine(_folder, name), unchecked((_seed * 100) + number));
        _nodes.Add(node);
        return node;
    }

    public Task DelayAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), Time, CancellationToken.None);

    public void Remember(BlockAdopted adopted)
    {
        _points[Hash32.Parse(adopted.Hash)] = new Point(new Slot(adopted.Slot), Hash32.Parse(adopted.Hash));
        if (!_signed.TryGetValue((adopted.Issuer, adopted.Slot), out HashSet<string>? hashes))
            _signed[(adopted.Issuer, adopted.Slot)] = hashes = [];
        hashes.Add(adopted.Hash);
    }

    public Point PointOf(Hash32 hash) => _points[hash];

    public void Dispose()
    {
        // Producers hold locks that outlive their world: end them in order, also after a failed run.
        Scheduler.Run(StopAllAsync, TimeSpan.FromMinutes(5));
        foreach (SimulatedNode node in _nodes)
            node.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StopAllAsync()
    {
        foreach (SimulatedNode node in _nodes.Where(node => node.IsRunning))
            await node.StopAsync();
    }
}
