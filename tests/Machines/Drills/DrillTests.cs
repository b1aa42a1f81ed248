using System.Globalization;
using PoolTopology.Machines.Support;
using PoolTopology.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.Machines.Drills;

/// <summary>A few of the drills that the scripts in <c>eng</c> do by the hundred.</summary>
public sealed class DrillTests(ITestOutputHelper output)
{
    private const string SeedVariable = "POOLTOPOLOGY_SEED";

    // The ordinary run does the same ones each time; the scripts choose others.
    private const string OrdinarySeed = "1";

    [MachineFact]
    public Task Rule_sets_that_cut_ssh_are_taken_back_in_time() => DrillAsync("lockout-drills.sh", count: 6);

    [MachineFact(Needs = "cc")]
    public Task Change_that_is_stopped_anywhere_is_finished_by_the_next_apply() => DrillAsync("agent-crashes.sh", count: 6);

    private async Task DrillAsync(string script, int count)
    {
        string seed = Environment.GetEnvironmentVariable(SeedVariable) ?? OrdinarySeed;
        string path = Path.Combine(RepositoryRoot.Find(), "eng", script);
        Finished drills = await Commands.RunAsync(
            Limits.Drills, "env",
            ["MACHINES=3", $"PROGRAMS={await Published.FolderAsync()}", path, count.ToString(CultureInfo.InvariantCulture), seed]);
        output.WriteLine(drills.All);
        Assert.True(drills.ExitCode == 0, $"{SeedVariable}={seed}\n{drills.All}");
    }
}
