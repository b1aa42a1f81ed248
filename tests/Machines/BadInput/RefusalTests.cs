using PoolTopology.Machines.Support;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.Machines.BadInput;

/// <summary>What cannot be done: each its own sentence and exit code, and the machines as they were.</summary>
public sealed class RefusalTests(DeployedPool pool, ITestOutputHelper output) : IClassFixture<DeployedPool>
{
    private const int Error = 1;
    private const int LockHeld = 6;
    private const int StalePlan = 7;
    private const int Unreachable = 8;
    private const int SafetyRefusal = 10;

    private const string State = "cat /var/lib/pooltopology/agent/journal | sha256sum; ls /opt/pooltopology/releases; nft -s list ruleset | sha256sum";

    [MachineFact]
    public Task Machine_that_does_not_answer() => RefusedAsync(
        Unreachable, "does not answer|no route", Changed().Replace("10.77.0.13", "10.77.0.99", StringComparison.Ordinal));

    [MachineFact]
    public async Task Machine_with_another_host_key()
    {
        string other = Path.Combine(pool.NewFolder("other-key"), "known_hosts");
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(pool.Machines.Folder, "known_hosts"));
        // Two machines with each other's keys: what a man in the middle looks like.
        string[] keys = [.. lines.Select(line => line[line.IndexOf(' ')..])];
        await File.WriteAllLinesAsync(other, lines.Select((line, i) => line[..line.IndexOf(' ')] + keys[(i + 1) % keys.Length]));
        await RefusedAsync(Unreachable, "host key", Changed(), Configuration("other-key", text =>
            text.Replace(Path.Combine(pool.Machines.Folder, "known_hosts"), other, StringComparison.Ordinal)));
    }

    [MachineFact]
    public Task User_who_may_not_become_root() => RefusedAsync(
        null, "may not become root|sudo", Changed(), Configuration("guest", text => text.Replace("User admin", "User guest", StringComparison.Ordinal)));

    [MachineFact]
    public Task User_who_may_not_log_in() => RefusedAsync(
        Unreachable, "does not accept|login", Changed(), Configuration("nobody", text => text.Replace("User admin", "User daemon", StringComparison.Ordinal)));

    [MachineFact]
    public async Task Machine_whose_disk_is_too_small()
    {
        string file = pool.Variant("small",
            """
            version: 1
            pool: { name: Small, ticker: SMALL, network: devnet }
            machines: { small: { address: 10.77.0.14 } }
            producers: { bp: { machine: small, port: 3001 } }
            relays: { relay: { machine: small, port: 3002, rpcPort: 12899, metricsPort: 12898 } }
            access: { manage: [10.77.0.2/32] }

            """);
        Finished apply = await pool.PoolAsync(file, pool.NewFolder("small-state"), pool.Machines.SshConfig, ["apply"], "--auto-approve");
        output.WriteLine(apply.All);
        Assert.Equal(Error, apply.ExitCode);
        Assert.Matches("MB are free|disk is full|no space", apply.Errors);
        Assert.Equal("", await pool.Machines.AskAsync("small", "ls /opt/pooltopology/releases /opt/pooltopology/current /etc/pooltopology 2>/dev/null || true"));
    }

    [MachineFact]
    public async Task Lock_of_somebody_else()
    {
        Finished taken = await pool.PoolAsync(
            pool.Variant("locker", DeployedPool.Topology), pool.NewFolder("locker-state"), pool.Machines.SshConfig,
            ["lock", "acquire"], "--message", "disk is being replaced");
        Assert.True(taken.ExitCode == 0, taken.All);
        try
        {
            await RefusedAsync(LockHeld, "disk is being replaced|holds the lock", Changed());
        }
        finally
        {
            Finished given = await pool.PoolAsync(
                pool.Variant("locker", DeployedPool.Topology), pool.NewFolder("locker-state"), pool.Machines.SshConfig, ["lock", "release"]);
            output.WriteLine(given.All);
        }
    }

    [MachineFact]
    public async Task Plan_that_the_machines_have_left_behind()
    {
        string file = pool.Variant("stale", Changed());
        string plan = Path.Combine(pool.NewFolder("stale"), "plan");
        Finished planned = await pool.PoolAsync(file, pool.State, pool.Machines.SshConfig, ["plan"], "--out", plan);
        Assert.True(planned.ExitCode == 0, planned.All);
        const string touched = "/etc/systemd/journald.conf.d/60-pooltopology.conf";
        await pool.Machines.AskAsync("edge-2", $"cp -aL {touched} /root/kept && rm {touched} && (cat /root/kept; echo '# by hand') > {touched}");
        try
        {
            string[] before = await StatesAsync();
            Finished apply = await pool.PoolAsync(file, pool.State, pool.Machines.SshConfig, ["apply", plan]);
            output.WriteLine(apply.All);
            Assert.Equal(StalePlan, apply.ExitCode);
            Assert.Contains("edge-2", apply.Errors, StringComparison.Ordinal);
            Assert.Equal(before, await StatesAsync());
        }
        finally
        {
            Finished healed = await pool.PoolAsync("apply", "--auto-approve");
            output.WriteLine(healed.All);
        }
    }

    [MachineFact(Needs = "faketime")]
    public async Task Clock_that_is_off()
    {
        // Machines that share a kernel share its clock; so it is the operator's that is wrong here.
        string[] before = await StatesAsync();
        string file = pool.Variant("clock", Changed());
        string saved = Path.Combine(pool.NewFolder("clock"), "plan");
        Finished plan = await Shifted("+1h", file, ["plan"], "--out", saved);
        output.WriteLine(plan.All);
        Assert.Equal(0, plan.ExitCode);
        Assert.All(DeployedPool.Names.Where(name => plan.Output.Contains($"~ {name}", StringComparison.Ordinal)), name =>
            Assert.Matches($@"obstacle: {name}: its clock is -3[56]..\.. s off; .* are allowed; .*this computer's clock", plan.Output));
        Assert.Contains("obstacle: ", plan.Output, StringComparison.Ordinal);

        Finished apply = await Shifted("+1h", file, ["apply"], "--auto-approve");
        output.WriteLine(apply.All);
        Assert.Equal(SafetyRefusal, apply.ExitCode);
        Assert.Matches(@"its clock is -3[56]..\.. s off; .* nothing was changed", apply.Errors.ReplaceLineEndings(" "));

        // A plan that was made by a clock which is ahead has a life that nobody can tell.
        apply = await pool.PoolAsync(file, pool.State, pool.Machines.SshConfig, ["apply", saved]);
        output.WriteLine(apply.All);
        Assert.Equal(StalePlan, apply.ExitCode);
        Assert.Contains("which is yet to come", apply.Errors, StringComparison.Ordinal);

        // A good plan does not help where the clock is off when it is applied.
        plan = await pool.PoolAsync(file, pool.State, pool.Machines.SshConfig, ["plan"], "--out", saved);
        Assert.True(plan.ExitCode == 0, plan.All);
        apply = await Shifted("+20s", file, ["apply", saved]);
        output.WriteLine(apply.All);
        Assert.Equal(SafetyRefusal, apply.ExitCode);
        apply = await Shifted("-2h", file, ["apply"], "--auto-approve");
        Assert.Equal(SafetyRefusal, apply.ExitCode);
        Assert.Matches(@"its clock is \+7[12]", apply.Errors);
        Assert.Equal(before, await StatesAsync());
    }

    private Task<Finished> Shifted(string by, string file, string[] verb, params string[] options) => pool.Machines.OperatorAsync(
    [
        "env", "FAKETIME_DONT_FAKE_MONOTONIC=1", "faketime", "-f", by, Path.Combine(pool.Programs, "pool"), .. verb,
        "-f", file, "--state", pool.State, "--ssh-config", pool.Machines.SshConfig, .. options,
    ]);

    /// <summary>Something that every relay would notice.</summary>
    private static string Changed() => DeployedPool.Topology
        .Replace("scrape: [10.77.0.13/32]", "scrape: [10.77.0.13/32, 10.77.0.12/32]", StringComparison.Ordinal);

    private string Configuration(string name, Func<string, string> edit)
    {
        string path = Path.Combine(pool.NewFolder(name), "ssh_config");
        File.WriteAllText(path, edit(File.ReadAllText(pool.Machines.SshConfig)));
        return path;
    }

    private async Task RefusedAsync(int? exitCode, string sentence, string topology, string? sshConfig = null)
    {
        string[] before = await StatesAsync();
        string file = pool.Variant("refused", topology);
        Finished apply = await pool.PoolAsync(file, pool.State, sshConfig ?? pool.Machines.SshConfig, ["apply"], "--auto-approve");
        output.WriteLine(apply.All);
        Assert.Matches(sentence, apply.Errors);
        if (exitCode is { } expected)
            Assert.Equal(expected, apply.ExitCode);
        else
            Assert.NotEqual(0, apply.ExitCode);
        Assert.Equal(before, await StatesAsync());
    }

    private Task<string[]> StatesAsync() => Task.WhenAll(DeployedPool.Names.Select(machine => pool.Machines.AskAsync(machine, State)));
}
