using System.Collections.Immutable;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Orchestrator.Processes;
using PoolTopology.Orchestrator.Proof;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Tests.Proof;

/// <summary>
/// Machines that are network namespaces with their firewalls, and no nodes: what a proof needs. Dispose removes them.
/// </summary>
internal sealed class ProofLab : IAsyncDisposable
{
    /// <summary>The repository's pool with an operator, a scraper and a time server.</summary>
    public static readonly string Yaml = SamplePool.Yaml + """

        access:
          manage: [10.77.0.200/30, 'fd77:1::/64']
          scrape: [10.77.0.13/32]
          time: [10.77.0.13]

        """;

    private readonly TempFolder _folder = new();
    private readonly IsolationPlan _plan;
    private readonly IsolatedNetwork _network;
    private Stranger? _stranger;

    private ProofLab()
    {
        _plan = IsolationPlan.Create(_folder.FullPath, ["vault", "edge-1", "edge-2", "outside"]);
        _network = new IsolatedNetwork(_plan, _folder["isolation.json"], Pool, new EventHub(TimeProvider.System), TimeProvider.System);
        Topology = new ProofTopology(
            Yaml, BundleFile.Sha256(Yaml), _plan.Addresses.ToDictionary(one => one.Key, one => one.Value.ToString()));
        Document = ProofReasoning.Relocate(TopologyReader.Read(Yaml, "topology.yaml").Document!, Topology.Addresses);
        Machines = [.. _plan.Machines.Select(machine => new NamespaceVantage(machine.Name, machine.Namespace, Pool))];
    }

    public ProofTopology Topology { get; }

    public TopologyDocument Document { get; }

    public ImmutableArray<NamespaceVantage> Machines { get; }

    public NamespaceVantage Outsider => new(Stranger.Name, _stranger!.Namespace, Pool);

    /// <summary>The namespace of every place, the stranger's too.</summary>
    public IReadOnlyDictionary<string, string> Namespaces => _plan.Machines
        .ToDictionary(machine => machine.Name, machine => machine.Namespace)
        .Append(new KeyValuePair<string, string>(Stranger.Name, _stranger!.Namespace))
        .ToDictionary();

    /// <summary>The same places, the stranger last, without processes for their sweeps.</summary>
    public ImmutableArray<IVantage> Threads =>
    [
        .. _plan.Machines.Select(machine => new ThreadVantage(machine.Name, machine.Namespace)),
        new ThreadVantage(Stranger.Name, _stranger!.Namespace),
    ];

    private static string Pool => Path.Combine(AppContext.BaseDirectory, "pool");

    public static async Task<ProofLab> StartAsync()
    {
        ProofLab lab = new();
        try
        {
            await lab._network.SetUpAsync(CancellationToken.None);
            foreach (MachineDesign machine in SamplePool.Read(Yaml, lab._plan).Machines)
                await lab._network.ApplyFirewallAsync(machine, CancellationToken.None);
            lab._stranger = await Stranger.ConnectAsync(lab._plan, lab._folder["proof.json"], CancellationToken.None);

            // Their own IPv6 addresses are checked for duplicates first, for about two seconds, and cannot send until then.
            foreach (string space in (string[])[.. lab._plan.Machines.Select(machine => machine.Namespace), lab._stranger.Namespace])
                await SystemCommand.RunAsync(["ip", "netns", "exec", space, "sh", "-c", "for i in $(seq 100); do ip -6 addr show dev eth0 tentative | grep -q inet6 || exit 0; sleep 0.05; done"], "", CancellationToken.None);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    public NamespaceVantage MachineOf(string name) => Machines.First(machine => machine.Name == name);

    public ProofRun Run(Action<PoolEvent>? tell = null) => Run(
        new ProofGround(ProofLive.Namespaces, [.. Machines], [Outsider], Here: null, Remarks: []), tell);

    public ProofRun Run(ProofGround ground, Action<PoolEvent>? tell = null) =>
        new(Topology, Document, ground, tell ?? (_ => { }), TimeProvider.System);

    public Task<string> NftAsync(string machine, string rules) =>
        MachineOf(machine).RunAsync(["nft", "-f", "-"], rules, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_stranger is not null)
            await _stranger.DisposeAsync();
        await _network.DisposeAsync();
        _folder.Dispose();
    }
}
