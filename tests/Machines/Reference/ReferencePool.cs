using PoolTopology.Machines.Support;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Machines.Reference;

/// <summary>Three machines with a pool of <c>engine: cardano-node</c>, made by one command; shared by the tests of a class.</summary>
/// <remarks>The node is a stand-in with cardano-node's command line, files, signals, ports and metrics; releases differ in its text.</remarks>
public sealed class ReferencePool : IAsyncLifetime
{
    private const string FateLine = "my $fate = 'good';";

    // Four slots a second and a block in each: a tip may be thirty slots behind.
    private const string Topology =
        """
        version: 1
        pool:
          name: Reference
          ticker: REFP
          network: devnet
          devnet: { slotLength: 0.25, activeSlotsCoeff: 1 }
        engine: cardano-node
        machines:
          vault: { address: 10.77.0.10, zone: home }
          edge-1: { address: 10.77.0.11, zone: north }
          edge-2: { address: 10.77.0.12, zone: south }
        producers: { bp: { machine: vault, port: 3001 } }
        relays:
          relay-1: { machine: edge-1, port: 3001 }
          relay-2: { machine: edge-2, port: 3001 }
        access: { manage: [10.77.0.2/32] }

        """;

    private static readonly string StandIn = Path.Combine(RepositoryRoot.Find(), "eng", "machines", "drills", "cardano-node");

    private readonly string _folder = Directory.CreateTempSubdirectory("pool-reference-").FullName;
    private MachineRun? _machines;
    private string _pool = "";
    private string _good = "";

    /// <summary>The machines in the order of the plan: canary, relay, producer.</summary>
    internal static readonly string[] Names = ["edge-1", "edge-2", "vault"];

    internal MachineRun Machines => _machines ?? throw new InvalidOperationException("there are no machines");

    /// <summary>The first apply, and what came of it.</summary>
    internal Finished? First { get; private set; }

    public async Task InitializeAsync()
    {
        if (MachineRun.SkipReason is not null)
            return;
        Task<string> publishing = Published.FolderAsync();
        _machines = await MachineRun.UpAsync("vault", "edge-1", "edge-2");
        string published = await publishing;
        _pool = Path.Combine(published, "pool");
        foreach (string program in new[] { "pool", "pool-keys" })
            File.Copy(Path.Combine(published, program), Path.Combine(Programs, program));
        First = await ApplyAsync(Good("first"), hold: 2, deadline: 60);
    }

    public async Task DisposeAsync()
    {
        if (_machines is not null)
            await _machines.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A release that is as good as those before it; every later one is measured against it.</summary>
    internal string Good(string name) => _good = File.ReadAllText(StandIn) + $"# {name}\n";

    /// <summary>The release that the machines have.</summary>
    internal string Same => _good;

    /// <summary>A release that is not what it should be.</summary>
    internal static string Bad(string fate) => File.ReadAllText(StandIn).Replace(FateLine, $"my $fate = '{fate}';", StringComparison.Ordinal);

    /// <summary>Applies a release as the operator does, with gates of so many seconds.</summary>
    internal async Task<Finished> ApplyAsync(string release, int hold, int deadline, string more = "")
    {
        await WriteAsync(release, hold, deadline, more);
        return await PoolAsync("apply", "--auto-approve", "--ignore-slots", "the stand-in has no slots of its own");
    }

    /// <summary>What an apply would do.</summary>
    internal async Task<Finished> PlanAsync(string release, string more)
    {
        await WriteAsync(release, hold: 2, deadline: 60, more);
        return await PoolAsync("plan");
    }

    /// <summary>Which processes serve on each machine, and from which release.</summary>
    internal Task<string[]> ProcessesAsync() => Task.WhenAll(Names.Select(machine => Machines.AskAsync(
        machine, "systemctl show 'cardano-node@*' --property=Id,InvocationID,MainPID | sort; readlink /opt/pooltopology/current")));

    /// <summary>A number of a node's metrics, asked on its own machine; -1 where it does not say.</summary>
    internal async Task<long> MetricAsync(string machine, string name)
    {
        string address = machine switch { "vault" => "10.77.0.10", "edge-1" => "10.77.0.11", _ => "10.77.0.12" };
        Finished page = await Machines.OnAsync(machine, $"curl --silent --max-time 5 http://{address}:12798/metrics");
        string prefix = $"cardano_node_metrics_{name} ";
        return page.Output.Split('\n').Where(line => line.StartsWith(prefix, StringComparison.Ordinal))
            .Select(line => long.Parse(line[prefix.Length..], System.Globalization.CultureInfo.InvariantCulture))
            .DefaultIfEmpty(-1).First();
    }

    private string Programs => Directory.CreateDirectory(Path.Combine(_folder, "programs")).FullName;

    private string TopologyFile => Path.Combine(_folder, "topology.yaml");

    private async Task WriteAsync(string release, int hold, int deadline, string more)
    {
        string program = Path.Combine(Programs, "cardano-node");
        File.Copy(StandIn, program, overwrite: true); // With its mode.
        await File.WriteAllTextAsync(program, release);
        await File.WriteAllTextAsync(
            TopologyFile, $"{Topology}{more}rollout: {{ hold: {hold}s, deadline: {deadline}s, confirm: 30s }}\n");
    }

    private Task<Finished> PoolAsync(string verb, params string[] options) => Machines.OperatorAsync(
        [_pool, verb, "-f", TopologyFile, "--state", Path.Combine(_folder, ".pool"), "--ssh-config", Machines.SshConfig, "--programs", Programs, .. options]);
}
