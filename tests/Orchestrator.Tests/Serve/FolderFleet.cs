using System.Diagnostics;
using PoolTopology.Orchestrator.Tests.Agent.Support;
using PoolTopology.Orchestrator.Tests.Support;

namespace PoolTopology.Orchestrator.Tests.Serve;

/// <summary>
/// Three machines as folders with real agents, a program called ssh that leads to them, and a pool that is to be rolled
/// out on them. Needs root.
/// </summary>
internal sealed class FolderFleet : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly (string Machine, string Address)[] Places =
        [("vault", NodeMetricsServer.Addresses[0]), ("edge-1", NodeMetricsServer.Addresses[1]), ("edge-2", NodeMetricsServer.Addresses[2])];

    private readonly TempFolder _folder = new();

    /// <param name="hold">For how long a machine must be healthy before the next one moves.</param>
    public FolderFleet(string hold = "1s")
    {
        NodeMetricsServer.Start();
        Machines = Places.ToDictionary(place => place.Machine, _ => new RealMachine());
        foreach ((string machine, _) in Places)
            Find(machine);
        Write(Path.Combine("ssh", "ssh"), Ssh);
        File.SetUnixFileMode(_folder["ssh/ssh"], Executable);
        Write(Path.Combine("programs", "cardano-node"), "#!/bin/sh\n# version 1\n");
        Write(Path.Combine("network", "config.json"), Config);
        Write(Path.Combine("network", "genesis.json"), "{}\n");
        Write("topology.yaml", Yaml.Replace("hold: 1s", $"hold: {hold}", StringComparison.Ordinal));
        foreach (string key in new[] { "kes.skey", "vrf.skey", "node.cert" })
        {
            string path = Machines["vault"].At($"/etc/cardano-node/keys/bp/{key}");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "a key");
            File.SetUnixFileMode(path, UnixFileMode.UserRead);
        }
    }

    public IReadOnlyDictionary<string, RealMachine> Machines { get; }

    public string State => _folder["state"];

    /// <summary>A command of <c>pool</c> on this fleet.</summary>
    public ProcessStartInfo Pool(params IEnumerable<string> verb)
    {
        string pool = Path.Combine(AppContext.BaseDirectory, "pool");
        ProcessStartInfo start = new(pool)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string word in verb.Concat(
        [
            "-f", _folder["topology.yaml"], "--state", State, "--programs", _folder["programs"],
            "--network-files", _folder["network"],
            "--agent-command", $"{pool} agent --root \"$root\" --tools \"$tools\"",
        ]))
            start.ArgumentList.Add(word);
        start.Environment["PATH"] = $"{_folder["ssh"]}:{Environment.GetEnvironmentVariable("PATH")}";
        return start;
    }

    /// <summary>Runs a command of <c>pool</c> to its end.</summary>
    public Task<(int ExitCode, string Output, string Errors)> RunAsync(params IEnumerable<string> verb) => RunAsync(Pool(verb));

    /// <summary>The same on a computer of another name, with a state directory of its own.</summary>
    public Task<(int ExitCode, string Output, string Errors)> RunElsewhereAsync(params IEnumerable<string> verb)
    {
        ProcessStartInfo start = Pool(verb);
        string[] words = [start.FileName, .. start.ArgumentList.Select(word => word == State ? _folder["elsewhere"] : word)];
        start.FileName = "unshare";
        start.ArgumentList.Clear();
        foreach (string word in (string[])["--uts", "sh", "-c", "hostname elsewhere && exec \"$0\" \"$@\"", .. words])
            start.ArgumentList.Add(word);
        return RunAsync(start);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>From now on SSH does not reach a machine.</summary>
    public void Lose(string machine, int seconds = 1) => Place(
        machine, $"sleep {seconds}\necho 'ssh: connect to host {AddressOf(machine)} port 22: Connection timed out' >&2\nexit 255\n");

    /// <summary>It is back.</summary>
    public void Find(string machine) => Place(machine, $"root={Machines[machine].Root}\ntools={Machines[machine].Tools}\n");

    /// <summary>Writes another topology file.</summary>
    public void Edit(Func<string, string> edit) => Write("topology.yaml", edit(File.ReadAllText(_folder["topology.yaml"])));

    /// <summary>The fleet's own folder.</summary>
    public string this[string name] => _folder[name];

    /// <summary>Another release of the program.</summary>
    public void Release(int version) => Write(Path.Combine("programs", "cardano-node"), $"#!/bin/sh\n# version {version}\n");

    /// <summary>How often a machine's node was started or restarted.</summary>
    public int StartsOf(string machine) => Machines[machine].Asked.Count(line =>
        (line.StartsWith("start ", StringComparison.Ordinal) || line.StartsWith("restart ", StringComparison.Ordinal))
        && line.Contains("cardano-node@", StringComparison.Ordinal));

    /// <summary>Whether a machine's node runs.</summary>
    public bool Runs(string machine) => Directory.GetFiles(Machines[machine].Tools, "active-cardano-node@*").Length == 1;

    public void Dispose()
    {
        foreach (RealMachine machine in Machines.Values)
            machine.Dispose();
        _folder.Dispose();
    }

    private static string AddressOf(string machine) => Places.First(place => place.Machine == machine).Address;

    private void Place(string machine, string script) => Write(Path.Combine("ssh", AddressOf(machine)), script);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], text);
    }

    private const string Config =
        """
        {
          "ByronGenesisFile": "genesis.json", "ShelleyGenesisFile": "genesis.json",
          "AlonzoGenesisFile": "genesis.json", "ConwayGenesisFile": "genesis.json"
        }

        """;

    // The last two words are host and command; each connection has a port of its own.
    private const string Ssh =
        """
        #!/bin/sh
        for word; do host=$last; last=$word; done
        . "$(dirname "$0")/$host"
        export root tools
        export SSH_CONNECTION="10.99.0.1 $$ $host 22"
        exec sh -c "$last"
        """;

    private const string Yaml =
        """
        version: 1
        pool: { name: Served, ticker: SERV, network: devnet }
        engine: cardano-node
        machines:
          vault: { address: 127.99.0.21, zone: a }
          edge-1: { address: 127.99.0.22, zone: b }
          edge-2: { address: 127.99.0.23, zone: c }
        producers:
          bp: { machine: vault, port: 3001 }
        relays:
          relay-1: { machine: edge-1, port: 3001 }
          relay-2: { machine: edge-2, port: 3001 }
        access: { manage: [ 10.99.0.1/32 ] }
        rollout: { canary: relay-1, hold: 1s, deadline: 60s }
        """;
}
