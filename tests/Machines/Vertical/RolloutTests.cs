using PoolTopology.Machines.Support;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.Machines.Vertical;

/// <summary>Other programs for a pool that runs: good ones pass, bad ones stop at the canary and are taken back.</summary>
public sealed class RolloutTests(DeployedPool pool, ITestOutputHelper output) : IClassFixture<DeployedPool>
{
    private const int RolledBack = 5;

    private const string Processes = "systemctl show 'pool-*@*' --property=Id,InvocationID | sort; readlink /opt/pooltopology/current";

    [MachineFact]
    public async Task Good_release_passes_through_the_relays_to_the_producer()
    {
        string[] before = await ProcessesAsync();
        long height = await HeightAsync();
        // This producer leads every other second: it never has a window as long as a restart may take.
        Finished apply = await pool.PoolAsync(
            "apply", "--auto-approve", "--ignore-slots", "a devnet of one pool",
            "--programs", await NewProgramsAsync("good", "# another build\n"));
        output.WriteLine(apply.All);
        Assert.Equal(0, apply.ExitCode);
        string[] after = await ProcessesAsync();
        Assert.All(before.Zip(after), pair => Assert.NotEqual(pair.First, pair.Second));
        int canary = apply.Output.IndexOf("edge-1       activating", StringComparison.Ordinal);
        int second = apply.Output.IndexOf("edge-2       activating", StringComparison.Ordinal);
        int producer = apply.Output.IndexOf("vault        activating", StringComparison.Ordinal);
        Assert.True(canary >= 0 && canary < second && second < producer, "canary, relay, producer");
        await Eventually.SeeAsync("a higher chain", HeightAsync, now => now > height);
    }

    [MachineFact]
    public Task Release_that_crashes_is_taken_back_at_the_canary() => TakenBackAsync("crash", "#!/bin/sh\nexit 1\n");

    [LongMachineTheory]
    [InlineData("hang", "#!/bin/sh\nexec sleep 10000\n")]
    [InlineData("late", "#!/bin/sh\nsystemd-notify --ready\nsleep 10\nexit 1\n")]
    public Task Release_that_is_bad_later_is_taken_back_at_the_canary(string name, string program) => TakenBackAsync(name, program);

    private async Task TakenBackAsync(string name, string program)
    {
        string[] before = await ProcessesAsync();
        long height = await HeightAsync();
        string programs = await NewProgramsAsync(name, "");
        await File.WriteAllTextAsync(Path.Combine(programs, "pool-relay"), program);
        Finished apply = await pool.PoolAsync("apply", "--auto-approve", "--programs", programs);
        output.WriteLine(apply.All);
        Assert.Equal(RolledBack, apply.ExitCode);
        Assert.DoesNotContain("edge-2       activating", apply.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("vault        activating", apply.Output, StringComparison.Ordinal);
        string[] after = await ProcessesAsync();
        // The canary runs its old release again, in a new process; nobody else has noticed anything.
        Assert.Equal(before[0].Split('\n')[^1], after[0].Split('\n')[^1]);
        Assert.Equal(before[1..], after[1..]);
        await Eventually.SeeAsync("a higher chain", HeightAsync, now => now > height);
    }

    /// <summary>The published programs with something behind their end, which they do not read.</summary>
    private async Task<string> NewProgramsAsync(string name, string suffix)
    {
        string folder = pool.NewFolder($"programs-{name}");
        foreach (string program in new[] { "pool", "pool-relay", "pool-producer", "pool-keys" })
        {
            string copy = Path.Combine(folder, program);
            File.Copy(Path.Combine(pool.Programs, program), copy, overwrite: true);
            if (program is not "pool")
                await File.AppendAllTextAsync(copy, suffix);
        }

        return folder;
    }

    private Task<long> HeightAsync() => pool.HeightAsync("vault", "10.77.0.10");

    private Task<string[]> ProcessesAsync() => Task.WhenAll(
        new[] { "edge-1", "edge-2", "vault", "watch" }.Select(machine => pool.Machines.AskAsync(machine, Processes)));
}
