using System.Text;
using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Orchestrator.Up;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Up;

public sealed class RunPlanTests
{
    private static readonly Executables Programs = new("/bin/pool-relay", "/bin/pool-producer", "/bin/pool-keys", "/bin/pool");

    [Fact]
    public void Create_sample_topology_is_this_plan() => Assert.Equal(
        """
        bp: setsid /bin/pool-producer run --name bp --config /s/devnet/config.json --topology /s/nodes/bp/topology.json --database-path /s/nodes/bp/db --host-addr 127.0.0.11 --port 3001 --rpc-addr 127.0.0.11:12799 --control unix:/s/x.sock --metrics-addr 127.0.0.11:12798 --shutdown-ipc 0 --shelley-kes-key /s/nodes/bp/keys/kes.skey --shelley-vrf-key /s/nodes/bp/keys/vrf.skey --shelley-operational-certificate /s/nodes/bp/keys/opcert.cert > /s/logs/bp.log
        relay-1: setsid /bin/pool-relay run --name relay-1 --config /s/devnet/config.json --topology /s/nodes/relay-1/topology.json --database-path /s/nodes/relay-1/db --host-addr 127.0.0.12 --port 3001 --rpc-addr 127.0.0.12:12799 --control unix:/s/x.sock --metrics-addr 127.0.0.12:12798 --shutdown-ipc 0 > /s/logs/relay-1.log
        relay-2: setsid /bin/pool-relay run --name relay-2 --config /s/devnet/config.json --topology /s/nodes/relay-2/topology.json --database-path /s/nodes/relay-2/db --host-addr 127.0.0.13 --port 3001 --rpc-addr 127.0.0.13:12799 --control unix:/s/x.sock --metrics-addr 127.0.0.13:12798 --shutdown-ipc 0 > /s/logs/relay-2.log
        observer: setsid /bin/pool-relay run --name observer --config /s/devnet/config.json --topology /s/nodes/observer/topology.json --database-path /s/nodes/observer/db --host-addr 127.0.0.14 --port 3001 --rpc-addr 127.0.0.14:12799 --control unix:/s/x.sock --metrics-addr 127.0.0.14:12798 --shutdown-ipc 0 > /s/logs/observer.log

        """,
        Render(Plan(SamplePool.Yaml, isolation: null)));

    [Fact]
    public void Create_isolated_runs_each_node_inside_its_machine_at_its_new_address()
    {
        IsolationPlan isolation = IsolationPlan.Create("/s", ["vault", "edge-1", "edge-2", "outside"]);
        RunPlan plan = Plan(SamplePool.Yaml, isolation);
        Assert.Equal(
            ["setsid", "ip", "netns", "exec", isolation.MachineOf("vault").Namespace, "/bin/pool-producer", "run"],
            plan.Nodes[0].Process.Command.Take(7));
        Assert.Contains("10.77.0.10", plan.Nodes[0].Process.Command);
        Assert.Contains("10.77.0.11", plan.Nodes[0].Node.PeerFile, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0", Render(plan), StringComparison.Ordinal);
    }

    [Fact]
    public void Create_only_the_active_producer_is_told_of_keys()
    {
        string yaml = SamplePool.Yaml.Replace(
            "relays:\n  relay-1:",
            "  spare: { machine: vault, port: 3002, rpcPort: 12801, metricsPort: 12800, standby: true }\n\nrelays:\n  relay-1:",
            StringComparison.Ordinal);
        RunPlan plan = Plan(yaml, isolation: null);
        Assert.Equal(["bp", "spare", "relay-1", "relay-2", "observer"], plan.Nodes.Select(node => node.Node.Name));
        Assert.Equal(["bp"], plan.Nodes.Where(node => node.Process.Command.Contains("--shelley-kes-key")).Select(node => node.Node.Name));
        Assert.Contains("/bin/pool-relay", plan.Nodes[1].Process.Command);
    }

    private static RunPlan Plan(string yaml, IsolationPlan? isolation) => RunPlan.Create(
        SamplePool.Read(yaml, isolation), new StatePaths("/s"), Programs, "unix:/s/x.sock", isolation);

    private static string Render(RunPlan plan)
    {
        StringBuilder text = new();
        foreach (PlannedNode node in plan.Nodes)
            text.Append(node.Node.Name).Append(": ").AppendJoin(' ', node.Process.Command).Append(" > ").Append(node.Process.LogFile).Append('\n');
        return text.ToString();
    }
}
