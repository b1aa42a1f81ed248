using System.Net;
using System.Net.NetworkInformation;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Orchestrator.Probe;
using PoolTopology.Orchestrator.Processes;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;
using PoolTopology.Topology.Intents;
using PoolTopology.Topology.KernelRules;
using PoolTopology.Topology.Proof;
using PoolTopology.Topology.Tests.Proof;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.Orchestrator.Tests.Proof;

/// <summary>The model and the kernel itself, packet by packet: of every kind, from everywhere, in every connection state.</summary>
public sealed class KernelAgreementTests(ITestOutputHelper output) : IDisposable
{
    private const int Seed = 71;
    private const int MostConnections = 6_000;

    /// <summary>Packets per machine, path and family; the ordinary run is a sample.</summary>
    private static readonly int Packets =
        int.TryParse(Environment.GetEnvironmentVariable("POOLTOPOLOGY_KERNEL_PACKETS"), out int wanted) ? wanted : 2_000;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ConntrackFact]
    public async Task Decide_random_packets_agree_with_the_kernel()
    {
        TopologyDocument pool = TopologyReader.Read(KernelPool.Yaml, "topology.yaml").Document!;
        IsolationPlan plan = IsolationPlan.Create(_folder.FullPath, ["target", "sender"]);
        await using IsolatedNetwork network = new(plan, _folder["isolation.json"], "pool", new EventHub(TimeProvider.System), TimeProvider.System);
        await network.SetUpAsync(CancellationToken.None);
        int asked = 0;
        Dictionary<Flow, int> flows = [];
        foreach (Machine machine in pool.Machines)
        {
            await PrepareAsync(plan, machine);
            foreach (IpFamily family in (IpFamily[])[IpFamily.V4, IpFamily.V6])
            {
                foreach (PacketPath path in (PacketPath[])[PacketPath.Incoming, PacketPath.Outgoing])
                    asked += await CompareAsync(plan, pool, machine, family, path, flows);
            }
        }
        output.WriteLine($"{asked} packets; {string.Join(", ", flows.OrderBy(one => one.Key).Select(one => $"{one.Key} {one.Value}"))}");
        Assert.True(asked > Packets * pool.Machines.Count * 2, $"only {asked} packets came to the kernel");
        Assert.Superset(new HashSet<Flow> { Flow.New, Flow.Invalid, Flow.EstablishedOriginal, Flow.EstablishedReply, Flow.Untracked }, flows.Keys.ToHashSet());
    }

    private static async Task PrepareAsync(IsolationPlan plan, Machine machine)
    {
        string rules = FirewallDerivation.For(TopologyReader.Read(KernelPool.Yaml, "").Document!, machine.Name).Render();
        await OnTargetAsync(plan, "nft flush ruleset; nft -f -", rules);
        await OnTargetAsync(plan, $"""
            set -e
            for f in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 0 > $f; done
            ip addr flush dev eth0 scope global
            ip addr add {KernelPool.OwnOf(machine, IpFamily.V4)}/32 dev eth0
            ip -6 addr add {KernelPool.OwnOf(machine, IpFamily.V6)}/128 dev eth0 nodad
            ip neigh replace 169.254.1.1 lladdr 02:00:00:00:00:01 nud permanent dev eth0
            ip -6 neigh replace fe80::1 lladdr 02:00:00:00:00:01 nud permanent dev eth0
            ip route replace default via 169.254.1.1 dev eth0 onlink
            ip -6 route replace default via fe80::1 dev eth0
            """, "");
    }

    private static async Task<int> CompareAsync(
        IsolationPlan plan, TopologyDocument pool, Machine machine, IpFamily family, PacketPath path, Dictionary<Flow, int> flows)
    {
        Random random = new(Seed);
        string listing = await OnTargetAsync(plan, "nft delete table inet pt_witness 2>/dev/null; nft -j list ruleset", "");
        KernelRuleSet rules = KernelRuleSetReader.Read(listing).Rules!;
        MachineModel model = new(rules, new PoolIntent(pool).For(machine, family), family);
        HeaderGenerator generator = new(random, family, pool, rules);
        IPAddress own = KernelPool.OwnOf(machine, family);
        PacketHeader[] headers = [.. Enumerable.Range(0, Packets).Select(_ => KernelPool.MakePossible(generator.Next(path), path, own, random))];

        // The first of them belong to connections that exist, in one direction or the other.
        string connections = string.Concat(headers.Take(Math.Min(headers.Length / 3, MostConnections)).Select((header, i) => KernelPool.ConnectionLine(header, isReply: i % 2 == 1)));
        await OnTargetAsync(plan, "conntrack -F 2>/dev/null; conntrack -R - 2>/dev/null || true", connections);
        await OnTargetAsync(plan, "nft -f -", KernelWitness.Table(family, path));
        await SendAsync(plan, headers, family, path);
        KernelWitness witness = KernelWitness.Read(await OnTargetAsync(plan, "nft -j list table inet pt_witness", ""));

        int asked = 0;
        for (int i = 0; i < headers.Length; i++)
        {
            if (witness.FlowOf(i + 1) is not { } flow)
                continue;
            asked++;
            flows[flow] = flows.GetValueOrDefault(flow) + 1;
            PacketHeader header = headers[i].With(flow);
            Outcome outcome = model.Decide(path, header);
            bool hasPassed = witness.HasPassed(i + 1);
            Assert.True(
                hasPassed ? outcome.Passes is not null : outcome.Ends is not null,
                $"{machine.Name} {path} {header}: the kernel {(hasPassed ? "let it pass" : "ended it")}, the model says {outcome}");
        }
        return asked;
    }

    private static async Task SendAsync(IsolationPlan plan, PacketHeader[] headers, IpFamily family, PacketPath path)
    {
        IsolatedMachine target = plan.MachineOf("target");
        IsolatedMachine sender = plan.MachineOf("sender");
        byte[] toHardware = await HardwareAsync(target);
        byte[] fromHardware = await HardwareAsync(sender);
        NamespaceThread.In(path == PacketPath.Incoming ? sender.Namespace : target.Namespace, () =>
        {
            using NativeSocket? cable = path == PacketPath.Incoming ? NativeSocket.OnCable(IsolationPlan.Interface, isV6: family == IpFamily.V6) : null;
            for (int i = 0; i < headers.Length; i++)
            {
                if (cable is not null)
                {
                    byte[] frame = RawPacket.Frame(headers[i], i + 1, toHardware, fromHardware);
                    cable.Send(frame, frame.Length);
                }
                else
                {
                    using NativeSocket raw = NativeSocket.OverIp(AddressSets.AddressOf(family, headers[i][HeaderField.Destination]), IsolationPlan.Interface, protocol: 255);
                    byte[] packet = RawPacket.Packet(headers[i], i + 1);
                    raw.Send(packet, packet.Length);
                }
                if (i % 64 == 0)
                    Thread.Sleep(1);
            }
        });
    }

    private static async Task<byte[]> HardwareAsync(IsolatedMachine machine)
    {
        string text = await SystemCommand.RunAsync(["ip", "netns", "exec", machine.Namespace, "cat", $"/sys/class/net/{IsolationPlan.Interface}/address"], "", CancellationToken.None);
        return PhysicalAddress.Parse(text.Trim()).GetAddressBytes();
    }

    private static Task<string> OnTargetAsync(IsolationPlan plan, string script, string input) => SystemCommand.RunAsync(
        ["ip", "netns", "exec", plan.MachineOf("target").Namespace, "sh", "-c", script], input, CancellationToken.None);
}
