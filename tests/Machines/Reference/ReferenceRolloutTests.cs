using PoolTopology.Machines.Support;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.Machines.Reference;

/// <summary>Releases of cardano-node over a pool that runs: good ones pass, bad ones stop at the canary and are taken back.</summary>
public sealed class ReferenceRolloutTests(ReferencePool pool, ITestOutputHelper output) : IClassFixture<ReferencePool>
{
    private const int RolledBack = 5;
    private const string Partner = "peers: { partners: [{ address: 10.77.0.250, port: 3001 }] }\n";

    [MachineFact]
    public async Task Good_release_passes_through_the_relays_to_the_producer_and_nobody_is_left_behind()
    {
        Assert.True(pool.First!.ExitCode == 0, pool.First.All);
        string[] before = await pool.ProcessesAsync();

        Finished apply = await pool.ApplyAsync(pool.Good("second"), hold: 2, deadline: 60);

        output.WriteLine(apply.All);
        Assert.Equal(0, apply.ExitCode);
        string[] after = await pool.ProcessesAsync();
        Assert.All(before.Zip(after), pair => Assert.NotEqual(pair.First, pair.Second));
        int[] begun = [.. ReferencePool.Names.Select(machine => apply.Output.IndexOf($"{machine,-12} activating", StringComparison.Ordinal))];
        Assert.True(begun[0] >= 0 && begun[0] < begun[1] && begun[1] < begun[2], "canary, relay, producer");
        await ForgesAsync();
        foreach (string relay in ReferencePool.Names[..2])
            Assert.Equal(2, await pool.MetricAsync(relay, "peerSelection_Hot_int"));
    }

    [MachineFact]
    public async Task Partner_that_comes_and_goes_is_a_reload_and_no_restart()
    {
        long[] reloads = await ReloadsAsync();
        string[] processes = await PidsAsync();

        Finished plan = await pool.PlanAsync(pool.Same, Partner);
        Finished come = await pool.ApplyAsync(pool.Same, hold: 2, deadline: 60, Partner);
        output.WriteLine(plan.All + come.All);

        Assert.Equal(0, come.ExitCode);
        Assert.Contains("relay-1  reads its files again, no restart", plan.Output, StringComparison.Ordinal);
        Assert.Contains("; 0 nodes restart", plan.Output, StringComparison.Ordinal);
        Assert.Equal([reloads[0] + 1, reloads[1] + 1, reloads[2]], await ReloadsAsync());
        Assert.Equal(1, await pool.MetricAsync("edge-1", "peerSelection_Cold_int"));

        Finished go = await pool.ApplyAsync(pool.Same, hold: 2, deadline: 60);
        output.WriteLine(go.All);
        Assert.Equal(0, go.ExitCode);
        Assert.Equal([reloads[0] + 2, reloads[1] + 2, reloads[2]], await ReloadsAsync());
        Assert.Equal(0, await pool.MetricAsync("edge-1", "peerSelection_Cold_int"));
        Assert.Equal(processes, await PidsAsync());
    }

    [MachineFact]
    public async Task Keys_that_are_gone_and_back_end_and_begin_the_forging_without_a_restart()
    {
        const string keys = "/etc/cardano-node/keys/bp";
        string[] processes = await PidsAsync();

        await pool.Machines.AskAsync("vault", $"mv {keys}/kes.skey {keys}/away && systemctl reload cardano-node@bp");
        await Eventually.SeeAsync("no forging", () => pool.MetricAsync("vault", "forging_enabled_int"), enabled => enabled == 0);
        await pool.Machines.AskAsync("vault", $"mv {keys}/away {keys}/kes.skey && systemctl reload cardano-node@bp");
        await Eventually.SeeAsync("forging", () => pool.MetricAsync("vault", "Forge_about_to_lead_counter"), checks => checks > 0);

        Assert.Equal(processes, await PidsAsync());
    }

    [MachineFact]
    public Task Release_that_hangs_is_taken_back_at_the_canary() =>
        TakenBackAsync("hangs", hold: 2, deadline: 8, "metrics at 10.77.0.11:12798 do not answer within 3 s");

    [LongMachineTheory]
    [InlineData("crashes", 12, 40, "relay-1 died")]
    [InlineData("hangs", 12, 40, "metrics at 10.77.0.11:12798 do not answer within 3 s")]
    [InlineData("never-catches-up", 12, 40, "slots behind; 30 are allowed")]
    [InlineData("dies-after-ten-seconds", 12, 40, "relay-1 died")]
    public Task Release_that_is_bad_later_is_taken_back_at_the_canary(string fate, int hold, int deadline, string sentence) =>
        TakenBackAsync(fate, hold, deadline, sentence);

    private async Task TakenBackAsync(string fate, int hold, int deadline, string sentence)
    {
        Assert.True(pool.First!.ExitCode == 0, pool.First.All);
        string[] before = await pool.ProcessesAsync();
        Finished apply = await pool.ApplyAsync(ReferencePool.Bad(fate), hold, deadline);
        output.WriteLine(apply.All);
        Assert.Equal(RolledBack, apply.ExitCode);
        Assert.Contains(sentence, apply.All, StringComparison.Ordinal);
        string[] after = await pool.ProcessesAsync();
        // The canary runs its old release again, in a new process; nobody else has noticed anything.
        Assert.Equal(before[0].Split('\n')[^1], after[0].Split('\n')[^1]);
        Assert.NotEqual(before[0], after[0]);
        Assert.Equal(before[1..], after[1..]);
        await ForgesAsync();
        long height = await pool.MetricAsync("edge-1", "slotNum_int");
        await Eventually.SeeAsync("the canary follows again", () => pool.MetricAsync("edge-1", "slotNum_int"), now => now > height);
    }

    private async Task ForgesAsync()
    {
        long height = await pool.MetricAsync("vault", "blockNum_int");
        await Eventually.SeeAsync("a higher chain", () => pool.MetricAsync("vault", "blockNum_int"), now => now > height);
    }

    private Task<long[]> ReloadsAsync() => Task.WhenAll(ReferencePool.Names.Select(machine => pool.MetricAsync(machine, "reloads_int")));

    private Task<string[]> PidsAsync() => Task.WhenAll(ReferencePool.Names.Select(machine =>
        pool.Machines.AskAsync(machine, "systemctl show 'cardano-node@*' --property=Id,InvocationID,MainPID | sort")));
}
