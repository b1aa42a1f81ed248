using Xunit;

namespace PoolTopology.Machines.Support;

/// <summary>Four machines, fresh from Debian, made a pool by one command; shared by the tests of a class.</summary>
/// <remarks>
/// Beside it stand a machine with a small disk, for what cannot be done, and <see cref="Stranger"/>, of which the
/// topology file knows nothing.
/// </remarks>
public sealed class DeployedPool : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pool-machines-").FullName;
    private MachineRun? _machines;
    private Finished? _first;
    private string _programs = "";

    internal static readonly string[] Names = ["vault", "edge-1", "edge-2", "watch"];

    /// <summary>A machine that nobody named: what it reaches, everybody reaches.</summary>
    internal const string Stranger = "street";

    /// <summary>The units, by machine.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Units = new Dictionary<string, string>
    {
        ["vault"] = "pool-producer@bp", ["edge-1"] = "pool-relay@relay-1", ["edge-2"] = "pool-relay@relay-2",
        ["watch"] = "pool-relay@observer",
    };

    internal const string Topology =
        """
        version: 1
        pool: { name: Machines, ticker: MACH, network: devnet }
        machines:
          vault: { address: 10.77.0.10, zone: home }
          edge-1: { address: 10.77.0.11, zone: north }
          edge-2: { address: 10.77.0.12, zone: south }
          watch: { address: 10.77.0.13, zone: home }
        producers: { bp: { machine: vault, port: 3001 } }
        relays:
          relay-1: { machine: edge-1, port: 3001 }
          relay-2: { machine: edge-2, port: 3001 }
        observers: { observer: { machine: watch, port: 3001 } }
        access: { manage: [10.77.0.2/32], scrape: [10.77.0.13/32] }
        rollout: { hold: 5s, deadline: 1m, confirm: 30s }

        """;

    internal MachineRun Machines => _machines ?? throw new InvalidOperationException("there are no machines");

    /// <summary>The one command, and what came of it.</summary>
    internal Finished First => _first ?? throw new InvalidOperationException("nothing was applied");

    /// <summary>The folder of the published programs.</summary>
    internal string Programs => _programs;

    /// <summary>The operator's state directory.</summary>
    internal string State => Path.Combine(_folder, ".pool");

    public async Task InitializeAsync()
    {
        if (MachineRun.SkipReason is not null)
            return;
        Task<string> publishing = Published.FolderAsync();
        _machines = await MachineRun.UpAsync([.. Names, "small:190M", Stranger]);
        _programs = await publishing;
        await File.WriteAllTextAsync(Path.Combine(_folder, "topology.yaml"), Topology);
        _first = await PoolAsync("apply", "--auto-approve");
    }

    public async Task DisposeAsync()
    {
        if (_machines is not null)
            await _machines.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A verb of pool about this deployment, as the operator runs it.</summary>
    internal Task<Finished> PoolAsync(string verb, params string[] options) =>
        PoolAsync(Path.Combine(_folder, "topology.yaml"), State, Machines.SshConfig, [verb], options);

    /// <summary>A verb of pool about another file, state or SSH configuration.</summary>
    internal Task<Finished> PoolAsync(string file, string state, string sshConfig, string[] verb, params string[] options) =>
        Machines.OperatorAsync(
            [Path.Combine(_programs, "pool"), .. verb, "-f", file, "--state", state, "--ssh-config", sshConfig, .. options]);

    /// <summary>Another topology file beside this one.</summary>
    internal string Variant(string name, string text)
    {
        string path = Path.Combine(_folder, name + ".yaml");
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A folder that goes with the pool.</summary>
    internal string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    /// <summary>What a node says under a service's name: 1 where it serves.</summary>
    internal async Task<int> HealthAsync(string address, string service)
    {
        string request = Path.Combine(_folder, "health-request");
        byte[] message = service.Length == 0 ? [] : [0x0a, (byte)service.Length, .. System.Text.Encoding.ASCII.GetBytes(service)];
        await File.WriteAllBytesAsync(request, [0, 0, 0, 0, (byte)message.Length, .. message]);
        string answer = Path.Combine(_folder, "health-answer");
        File.Delete(answer);
        await Machines.OperatorAsync(
            "curl", "--silent", "--max-time", "5", "--http2-prior-knowledge", "--header", "content-type: application/grpc",
            "--header", "te: trailers", "--data-binary", $"@{request}", "--output", answer,
            $"http://{address}:12799/grpc.health.v1.Health/Check");
        byte[] bytes = File.Exists(answer) ? await File.ReadAllBytesAsync(answer) : [];
        return bytes.Length == 7 ? bytes[6] : -1;
    }

    /// <summary>The height of a node's chain, by its metrics; -1 where it does not say.</summary>
    internal async Task<long> HeightAsync(string machine, string address)
    {
        Finished metrics = await Machines.OnAsync(machine, $"curl --silent --max-time 5 http://{address}:12798/metrics");
        return HeightIn(metrics.Output);
    }

    /// <summary>The height in a page of metrics; -1 where there is none.</summary>
    internal static long HeightIn(string metrics) => metrics.Split('\n')
        .Where(line => line.StartsWith("cardano_node_metrics_blockNum_int ", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture))
        .DefaultIfEmpty(-1).First();
}
