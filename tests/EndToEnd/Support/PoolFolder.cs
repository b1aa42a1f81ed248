using System.Globalization;

namespace PoolTopology.EndToEnd.Support;

/// <summary>A folder with a topology.yaml of its own loopback addresses, and the state of its runs. Dispose deletes it.</summary>
/// <remarks>
/// The pool is that of the repository's own file: producer bp, relays relay-1 and relay-2, observer; on a devnet that is
/// fast enough for tests.
/// </remarks>
internal sealed class PoolFolder : IDisposable
{
    private const int FirstNetwork = 64;
    private const int Networks = 160;

    private static int _created;

    private readonly string _network;

    /// <summary>Makes the folder and its topology.yaml.</summary>
    /// <param name="devnet">Devnet parameters beside slotLength, activeSlotsCoeff and securityParam, as YAML.</param>
    public PoolFolder(string devnet = "")
    {
        // Runs of other test processes on this machine, and other folders of this one, have other addresses.
        _network = string.Create(CultureInfo.InvariantCulture,
            $"127.{FirstNetwork + (Environment.ProcessId % Networks)}.{Interlocked.Increment(ref _created)}");
        Root = Directory.CreateTempSubdirectory("pool-e2e-").FullName;
        Devnet = devnet;
        Write(Yaml());
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>The topology file.</summary>
    public string TopologyFile => Path.Combine(Root, "topology.yaml");

    /// <summary>The state directory.</summary>
    public string State => Path.Combine(Root, "state");

    /// <summary>The producer's keys and its forge journal.</summary>
    public string Keys => Path.Combine(State, "nodes", "bp", "keys");

    private string Devnet { get; }

    /// <summary>An address of this folder's network.</summary>
    public string Address(int host) => string.Create(CultureInfo.InvariantCulture, $"{_network}.{host}");

    /// <summary>The address of a machine of the file.</summary>
    public string AddressOf(string node) => Address(node switch
    {
        "bp" => 11,
        "relay-1" => 12,
        "relay-2" => 13,
        "observer" => 14,
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, "no such node"),
    });

    /// <summary>Replaces the topology file.</summary>
    public void Write(string yaml) => File.WriteAllText(TopologyFile, yaml);

    /// <summary>A node's log.</summary>
    public string LogOf(string node)
    {
        using FileStream log = new(
            Path.Combine(State, "logs", node + ".log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(log);
        return reader.ReadToEnd();
    }

    /// <summary>The topology file's text.</summary>
    /// <param name="peers">The section <c>peers</c> as YAML in one line; empty for none.</param>
    public string Yaml(string peers = "") => $$"""
        version: 1
        pool:
          name: End to end
          ticker: E2E
          network: devnet
          devnet: { slotLength: 0.25, activeSlotsCoeff: 0.4, securityParam: 20{{(Devnet.Length > 0 ? ", " + Devnet : "")}} }
        machines:
          vault: { address: {{Address(11)}}, zone: home }
          edge-1: { address: {{Address(12)}}, zone: north }
          edge-2: { address: {{Address(13)}}, zone: south }
          outside: { address: {{Address(14)}} }
        producers:
          bp: { machine: vault, port: 3001 }
        relays:
          relay-1: { machine: edge-1, port: 3001 }
          relay-2: { machine: edge-2, port: 3001 }
        observers:
          observer: { machine: outside, port: 3001 }
        {{(peers.Length > 0 ? "peers: " + peers : "")}}

        """;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);
}
