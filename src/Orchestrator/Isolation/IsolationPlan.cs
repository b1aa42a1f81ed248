using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using PoolTopology.Primitives;

namespace PoolTopology.Orchestrator.Isolation;

/// <summary>One network namespace per machine, joined by a bridge in a namespace of its own. Pure: commands as data.</summary>
/// <remarks>
/// The host's own network is never touched: the bridge and all cables live inside these namespaces. Names contain a hash
/// of the state directory, so that two runs on two directories never meet.
/// </remarks>
/// <param name="Switch">The namespace with the bridge.</param>
/// <param name="Machines">The machines, in the topology file's order.</param>
internal sealed record IsolationPlan(string Switch, ImmutableArray<IsolatedMachine> Machines)
{
    /// <summary>Machines that one switch takes.</summary>
    public const int MostMachines = 1000;

    /// <summary>The name of the network interface in every machine.</summary>
    public const string Interface = "eth0";

    /// <summary>The name of the bridge in the switch.</summary>
    public const string Bridge = "br0";
    private const int FirstHostNumber = 10;
    private const int HostsPerBlock = 200;

    /// <summary>All namespaces of the plan.</summary>
    public IEnumerable<string> Namespaces => [Switch, .. Machines.Select(machine => machine.Namespace)];

    /// <summary>The address of every machine.</summary>
    public IReadOnlyDictionary<string, IPAddress> Addresses =>
        Machines.ToImmutableSortedDictionary(machine => machine.Name, machine => machine.Address);

    /// <summary>The plan for these machines.</summary>
    public static IsolationPlan Create(string stateDirectory, IEnumerable<string> machines)
    {
        string tag = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stateDirectory)))[..8];
        ImmutableArray<IsolatedMachine> isolated = [.. machines.Select((name, index) => new IsolatedMachine(
            name, $"pool-{tag}-{name}", AddressOf(index), $"port{index.ToString(CultureInfo.InvariantCulture)}"))];
        Invariant.Require(isolated.Length <= MostMachines, "more machines than the switch takes");
        return new IsolationPlan($"pool-{tag}..switch", isolated);
    }

    /// <summary>The machine of that name.</summary>
    public IsolatedMachine MachineOf(string name) => Machines.First(machine => machine.Name == name);

    /// <summary>The commands that build the network, in order.</summary>
    public ImmutableArray<ImmutableArray<string>> SetUp() =>
    [
        ["ip", "netns", "add", Switch],
        ["ip", "-n", Switch, "link", "add", "name", Bridge, "type", "bridge"],
        ["ip", "-n", Switch, "link", "set", "dev", Bridge, "up"],
        .. Machines.SelectMany(machine => Connect(machine)),
    ];

    /// <summary>A command as it is run on a machine.</summary>
    /// <remarks><c>ip netns exec</c> becomes the command, so that the process id is the command's own.</remarks>
    public static ImmutableArray<string> On(IsolatedMachine machine, IEnumerable<string> command) =>
        ["ip", "netns", "exec", machine.Namespace, .. command];

    private ImmutableArray<ImmutableArray<string>> Connect(IsolatedMachine machine)
    {
        string space = machine.Namespace;
        return
        [
            ["ip", "netns", "add", space],
            ["ip", "link", "add", "name", machine.SwitchPort, "netns", Switch,
                "type", "veth", "peer", "name", Interface, "netns", space],
            ["ip", "-n", Switch, "link", "set", "dev", machine.SwitchPort, "master", Bridge, "up"],
            ["ip", "-n", space, "addr", "add", $"{machine.Address}/16", "dev", Interface],
            ["ip", "-n", space, "link", "set", "dev", Interface, "up"],
            ["ip", "-n", space, "link", "set", "dev", "lo", "up"],
        ];
    }

    // 10.77.0.10, 10.77.0.11, … 10.77.0.209, 10.77.1.10, …: never a network's first or last address.
    private static IPAddress AddressOf(int index) => new(
        [10, 77, (byte)(index / HostsPerBlock), (byte)(FirstHostNumber + (index % HostsPerBlock))]);
}
