using System.Text.Json;
using PoolTopology.Machines.Support;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.Machines.Serve;

/// <summary>A pool on real machines whose nodes are attached to <c>pool serve</c>, enrolled by nobody's hand.</summary>
public sealed class AttachedPoolTests(ITestOutputHelper output) : IDisposable
{
    // Short, so that the service can be away for longer than its nodes' certificates live.
    private const string Life = "20s";
    private const string Topology =
        """
        version: 1
        pool: { name: Attached, ticker: ATT, network: devnet }
        orchestrator: 10.77.0.2:7443
        machines:
          vault: { address: 10.77.0.10, zone: home }
          edge-1: { address: 10.77.0.11, zone: north }
          edge-2: { address: 10.77.0.12, zone: south }
        producers: { bp: { machine: vault, port: 3001 } }
        relays:
          relay-1: { machine: edge-1, port: 3001 }
          relay-2: { machine: edge-2, port: 3001 }
        access: { manage: [10.77.0.2/32] }
        rollout: { hold: 2s, deadline: 1m, confirm: 30s }

        """;

    private static readonly (string Node, string Machine, string User)[] Nodes =
        [("bp", "vault", "pool-producer"), ("relay-1", "edge-1", "pool-relay"), ("relay-2", "edge-2", "pool-relay")];

    private readonly string _folder = Directory.CreateTempSubdirectory("pool-attached-").FullName;
    private string _programs = "";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [MachineFact]
    public async Task One_apply_attaches_all_nodes_they_outlive_the_service_and_their_certificates_and_attach_again()
    {
        Task<string> publishing = Published.FolderAsync();
        await using MachineRun machines = await MachineRun.UpAsync("vault", "edge-1", "edge-2");
        _programs = await publishing;
        await File.WriteAllTextAsync(Path.Combine(_folder, "topology.yaml"), Topology);

        Finished alone = await PoolAsync(machines, "plan");
        Assert.Contains("caution: bp, relay-1, relay-2 cannot attach", alone.Output, StringComparison.Ordinal);
        Assert.Contains("`pool serve`", alone.Output, StringComparison.Ordinal);

        string enrolment;
        await using (ServedRun serve = await ServeAsync(machines))
        {
            Finished plan = await PoolAsync(machines, "plan");
            Assert.All(Nodes, node => Assert.Contains($"enrolment for {node.Node} on {node.Machine}: it has no certificate", plan.Output, StringComparison.Ordinal));
            Finished apply = await PoolAsync(machines, "apply", "--auto-approve");
            output.WriteLine(apply.All);
            Assert.Equal(0, apply.ExitCode);
            foreach ((string node, string machine, string user) in Nodes)
            {
                Assert.Contains($"an enrolment was brought to {node} on {machine}", apply.Output, StringComparison.Ordinal);
                await serve.SeeAsync("node_attached", node);
                Assert.Equal($"400 {user}", await machines.AskAsync(machine, $"stat -c '%a %U' {EnrolmentOf(node)}"));
            }

            Assert.Equal(["bp", "relay-1", "relay-2"], await AttachedAsync(machines));
            Finished second = await PoolAsync(machines, "apply", "--auto-approve");
            Assert.Contains("nothing to change", second.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("enrolment", second.All, StringComparison.Ordinal);
            enrolment = await machines.AskAsync("vault", $"cat {EnrolmentOf("bp")}");
            await NothingLeaksAsync(machines, enrolment);
        }

        // Killed with -9. The pool goes on, also when no certificate is good any more.
        string[] running = await ProcessesAsync(machines);
        long height = await HeightAsync(machines);
        await Eventually.SeeAsync("a higher chain without the service", () => HeightAsync(machines), now => now > height);
        await Eventually.SeeAsync(
            "certificates that are over", () => PoolAsync(machines, "plan"),
            late => Nodes.All(node => late.Output.Contains($"enrolment for {node.Node} on {node.Machine}: its certificate expired", StringComparison.Ordinal)));
        Finished anew = await PoolAsync(machines, "apply", "--auto-approve");
        output.WriteLine(anew.All);
        Assert.Equal(0, anew.ExitCode);
        Assert.Contains("nothing to change", anew.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("enrolment", (await PoolAsync(machines, "apply", "--auto-approve")).All, StringComparison.Ordinal);
        Assert.NotEqual(enrolment, await machines.AskAsync("vault", $"cat {EnrolmentOf("bp")}"));

        await using ServedRun next = await ServeAsync(machines);
        foreach ((string node, _, _) in Nodes)
            await next.SeeAsync("node_attached", node);
        Assert.Equal(["bp", "relay-1", "relay-2"], await AttachedAsync(machines));
        Assert.Equal(running, await ProcessesAsync(machines));
        await RelayLeavesAsync(machines);
        Assert.Equal(running, await ProcessesAsync(machines));
    }

    /// <summary>A peer goes: the node is told, then its door shuts; nobody restarts.</summary>
    private async Task RelayLeavesAsync(MachineRun machines)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "topology.yaml"), string.Join('\n', Topology.Split('\n').Where(line =>
            !line.Contains("edge-2", StringComparison.Ordinal))));
        Finished apply = await PoolAsync(machines, "apply", "--auto-approve");
        output.WriteLine(apply.All);
        Assert.Equal(0, apply.ExitCode);
        Assert.DoesNotContain("10.77.0.12", await machines.AskAsync("vault", "nft list table inet pool"), StringComparison.Ordinal);
        string steps = await machines.AskAsync(
            "vault", "grep '\"entry\":\"activate\"' /var/lib/pooltopology/agent/journal | tail -1 | sed 's/.*\"steps\"://' | grep -o '\"step\":\"[a-z-]*\"'");
        string[] order = [.. steps.Split('\n').Select(step => step.Split('"')[3])];
        Assert.Equal(["arm", "rules", "unit", "rules"], order[^4..]);
    }

    private static string EnrolmentOf(string node) => $"/etc/pooltopology/keys/{node}/enrolment.pem";

    private Task<ServedRun> ServeAsync(MachineRun machines) =>
        ServedRun.StartAsync(machines, [.. Pool("serve"), "--certificate-life", Life]);

    private string[] Pool(params string[] verb) =>
        [Path.Combine(_programs, "pool"), .. verb, "-f", Path.Combine(_folder, "topology.yaml"), "--state", Path.Combine(_folder, ".pool")];

    private Task<Finished> PoolAsync(MachineRun machines, string verb, params string[] options) =>
        machines.OperatorAsync([.. Pool(verb), "--ssh-config", machines.SshConfig, .. options]);

    /// <summary>Who is attached, asked over the network with a person's certificate.</summary>
    private async Task<string[]> AttachedAsync(MachineRun machines)
    {
        string identity = Path.Combine(_folder, "ann.pem");
        if (!File.Exists(identity))
            Assert.Equal(0, (await machines.OperatorAsync([.. Pool("serve", "cert", "operator", "ann"), "--out", identity])).ExitCode);
        string[] question = [.. Pool("status"), "--server", "10.77.0.2:7443", "--identity", identity, "--output", "json"];
        Finished status = await Eventually.SeeAsync(
            "a status with all nodes", () => machines.OperatorAsync(question), seen => seen.Output.Length > 0 && Names(seen.Output).Length == 3);
        return Names(status.Output);
    }

    private static string[] Names(string status)
    {
        using JsonDocument document = JsonDocument.Parse(status);
        return [.. document.RootElement.GetProperty("nodes").EnumerateArray()
            .Where(node => node.GetProperty("attached").GetBoolean())
            .Select(node => node.GetProperty("name").GetString()!).Order(StringComparer.Ordinal)];
    }

    /// <summary>The key of an enrolment is at its place and nowhere else.</summary>
    private async Task NothingLeaksAsync(MachineRun machines, string enrolment)
    {
        string key = enrolment.Split("PRIVATE KEY-----\n")[1].Split('\n')[0];
        string found = await machines.AskAsync(
            "vault",
            $"grep -rlF {key} /opt/pooltopology /var/lib/pooltopology /etc /tmp --exclude-dir=keys; journalctl --no-pager | grep -cF {key} || true");
        Assert.Equal("0", found);
        foreach (string file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain(key, System.Text.Encoding.Latin1.GetString(await ReadAsync(file)), StringComparison.Ordinal);
    }

    // The service holds its lock, which nobody may open meanwhile.
    private static async Task<byte[]> ReadAsync(string file)
    {
        try
        {
            await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using MemoryStream copy = new();
            await stream.CopyToAsync(copy);
            return copy.ToArray();
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static async Task<long> HeightAsync(MachineRun machines) => DeployedPool.HeightIn(
        (await machines.OnAsync("vault", "curl --silent --max-time 5 http://10.77.0.10:12798/metrics")).Output);

    private static Task<string[]> ProcessesAsync(MachineRun machines) => Task.WhenAll(Nodes.Select(node => machines.AskAsync(
        node.Machine, "systemctl show 'pool-*' --property=Id,MainPID,NRestarts")));
}
