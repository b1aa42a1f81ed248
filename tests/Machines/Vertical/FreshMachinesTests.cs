using System.Diagnostics;
using System.Globalization;
using PoolTopology.Machines.Support;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.Machines.Vertical;

/// <summary>From fresh Debian machines and one file to a forging pool, and what it survives.</summary>
public sealed class FreshMachinesTests(DeployedPool pool, ITestOutputHelper output) : IClassFixture<DeployedPool>
{
    private const int Serving = 1;

    /// <summary>Everything that an apply could write, with its time; and which process runs each node.</summary>
    private const string Snapshot =
        "find /etc /opt/pooltopology /var/lib/pooltopology/agent -xdev -printf '%p %T@ %C@ %s\\n' | sort | sha256sum; "
        + "systemctl show 'pool-*' --property=Id,InvocationID,NRestarts | sort | sha256sum; nft -s list ruleset | sha256sum";

    private static readonly string[] Addresses = ["10.77.0.10", "10.77.0.11", "10.77.0.12", "10.77.0.13"];

    [MachineFact]
    public async Task One_command_gives_a_forging_pool_within_three_minutes()
    {
        output.WriteLine(pool.First.All);
        Assert.Equal(0, pool.First.ExitCode);
        Assert.True(pool.First.Took < Limits.Apply);
        long height = await pool.HeightAsync("vault", "10.77.0.10");
        await Eventually.SeeAsync("a higher chain", () => pool.HeightAsync("vault", "10.77.0.10"), now => now > height);
    }

    [MachineFact]
    public async Task Health_over_grpc_and_systemd_agree()
    {
        for (int i = 0; i < Addresses.Length; i++)
        {
            string machine = DeployedPool.Names[i];
            Assert.Equal("active", await pool.Machines.AskAsync(machine, $"systemctl is-active {DeployedPool.Units[machine]}"));
            Assert.Equal("enabled", await pool.Machines.AskAsync(machine, $"systemctl is-enabled {DeployedPool.Units[machine]}"));
            string address = Addresses[i];
            string[] services = machine == "vault" ? ["", "live", "synced", "forging"] : ["", "live", "synced"];
            foreach (string service in services)
                await Eventually.SeeAsync($"{machine} '{service}'", () => pool.HealthAsync(address, service), state => state == Serving);
        }
    }

    [MachineFact]
    public async Task Second_apply_writes_nothing_and_restarts_nothing()
    {
        string[] before = await SnapshotAsync();
        Finished second = await pool.PoolAsync("apply", "--auto-approve");
        output.WriteLine(second.All);
        Assert.Equal(0, second.ExitCode);
        Assert.Contains("nothing to change", second.Output, StringComparison.Ordinal);
        Assert.Equal(before, await SnapshotAsync());
        Finished drift = await pool.PoolAsync("drift");
        Assert.Equal(0, drift.ExitCode);
    }

    [MachineTheory]
    [InlineData("10.77.0.11")]
    [InlineData("10.77.0.12")]
    public async Task Stranger_follows_the_chain_from_each_relay(string relay)
    {
        string folder = pool.NewFolder($"follower-{relay}");
        string peers = Path.Combine(folder, "topology.json");
        await File.WriteAllTextAsync(peers,
            "{ \"localRoots\": [{ \"accessPoints\": [{ \"address\": \"" + relay + "\", \"port\": 3001 }], \"advertise\": false, "
            + "\"trustable\": true, \"hotValency\": 1, \"warmValency\": 1 }], \"publicRoots\": [], \"useLedgerAfterSlot\": -1 }");
        string database = Path.Combine(folder, "db");
        using Process follower = pool.Machines.StartOutsider(
            Path.Combine(pool.Programs, "pool-relay"), "run", "--name", "stranger", "--config", Path.Combine(pool.State, "devnet", "config.json"),
            "--topology", peers, "--database-path", database, "--host-addr", "10.77.0.250", "--port", "3001",
            "--rpc-addr", "127.0.0.1:12799", "--metrics-addr", "127.0.0.1:12798");
        Task<string> words = follower.StandardOutput.ReadToEndAsync();
        Task<string> errors = follower.StandardError.ReadToEndAsync();
        try
        {
            long height = await pool.HeightAsync("vault", "10.77.0.10");
            await Eventually.SeeAsync($"a follower at block {height}", async () =>
                DeployedPool.HeightIn((await pool.Machines.OutsiderAsync("curl", "--silent", "http://127.0.0.1:12798/metrics")).Output),
                reached => reached >= height);
        }
        finally
        {
            follower.Kill(entireProcessTree: true);
            output.WriteLine(await words + await errors);
        }
    }

    [MachineTheory]
    [InlineData("10.77.0.10", 3001, false)]
    [InlineData("10.77.0.10", 22, false)]
    [InlineData("10.77.0.10", 12799, false)]
    [InlineData("10.77.0.11", 3001, true)]
    [InlineData("10.77.0.11", 22, false)]
    [InlineData("10.77.0.12", 12799, false)]
    public async Task Stranger_reaches_the_relays_ports_and_nothing_else(string address, int port, bool isReached)
    {
        Finished probe = await pool.Machines.OutsiderAsync("timeout", "2", "bash", "-c", $"exec 3<>/dev/tcp/{address}/{port}");
        Assert.Equal(isReached, probe.ExitCode == 0);
    }

    [MachineFact]
    public async Task Keys_are_the_nodes_alone_and_in_no_release_and_no_log()
    {
        string mode = await pool.Machines.AskAsync("vault", "stat -c '%a %U' /etc/pooltopology/keys/bp/kes.skey");
        Assert.Equal("400 pool-producer", mode);
        string key = await pool.Machines.AskAsync("vault", "grep -o '\"cborHex\": *\"[0-9a-f]*' /etc/pooltopology/keys/bp/vrf.skey | grep -o '[0-9a-f]*$'");
        Assert.True(key.Length > 64);
        string found = await pool.Machines.AskAsync("vault",
            $"grep -rlF {key} /opt/pooltopology /var/lib/pooltopology /etc --exclude-dir=keys; journalctl --no-pager | grep -cF {key} || true");
        Assert.Equal("0", found);
        foreach (string folder in new[] { "rollout", "logs" })
            Assert.DoesNotContain(
                Directory.EnumerateFiles(Path.Combine(pool.State, folder), "*", SearchOption.AllDirectories),
                file => File.ReadAllText(file).Contains(key, StringComparison.Ordinal));
    }

    [MachineTheory]
    [InlineData("edge-1", false)]
    [InlineData("vault", false)]
    [InlineData("edge-2", true)]
    public async Task Machine_that_starts_anew_has_its_firewall_before_its_network_and_the_pool_goes_on(string machine, bool byPowerCut)
    {
        if (byPowerCut)
        {
            await pool.Machines.CutPowerAsync(machine);
            await pool.Machines.PowerOnAsync(machine);
        }
        else
        {
            await pool.Machines.RebootAsync(machine);
        }

        long firewall = await StartedAsync(machine, "pooltopology-firewall.service", "ExecMainExitTimestampMonotonic");
        long network = await StartedAsync(machine, "network.target", "ActiveEnterTimestampMonotonic");
        long ssh = await StartedAsync(machine, "ssh.service", "ExecMainStartTimestampMonotonic");
        Assert.InRange(firewall, 1, Math.Min(ssh, network > 0 ? network : long.MaxValue));
        Assert.Contains("policy drop", await pool.Machines.AskAsync(machine, "nft list table inet pool"), StringComparison.Ordinal);
        string address = Addresses[Array.IndexOf(DeployedPool.Names, machine)];
        await Eventually.SeeAsync($"{machine} to be healthy", () => pool.HealthAsync(address, ""), state => state == Serving);
        long height = await pool.HeightAsync("vault", "10.77.0.10");
        await Eventually.SeeAsync("a higher chain", () => pool.HeightAsync("vault", "10.77.0.10"), now => now > height);
        Finished again = await pool.PoolAsync("apply", "--auto-approve");
        Assert.Contains("nothing to change", again.Output, StringComparison.Ordinal);
    }

    private async Task<long> StartedAsync(string machine, string unit, string property) => long.Parse(
        await pool.Machines.AskAsync(machine, $"systemctl show {unit} --property={property} --value"), CultureInfo.InvariantCulture);

    private Task<string[]> SnapshotAsync() =>
        Task.WhenAll(DeployedPool.Names.Select(machine => pool.Machines.AskAsync(machine, Snapshot)));
}
