using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Tests.Serve;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Deploy;

/// <summary>A machine leaves the topology file and goes on running.</summary>
public sealed class DepartedMachineTests
{
    private static readonly string[] Apply = ["apply", "--auto-approve", "--ignore-slots", "nobody forges here"];

    [RootFact]
    public async Task Plan_and_drift_tell_of_it_until_it_is_retired()
    {
        using FolderFleet fleet = new();
        Assert.Equal(0, (await fleet.RunAsync(Apply)).ExitCode);
        Assert.Equal(ExitCodes.SafetyRefusal, (await fleet.RunAsync("retire", "edge-2")).ExitCode);
        fleet.Edit(text => string.Join('\n', text.Split('\n').Where(line => !line.Contains("edge-2", StringComparison.Ordinal))));
        const string told = "edge-2 is no longer in topology.yaml; it was left at generation 1 and still runs cardano-node@relay-2.service";

        (int exitCode, string output, string errors) = await fleet.RunAsync("plan");
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains($"caution: {told}", output, StringComparison.Ordinal);
        (exitCode, output, errors) = await fleet.RunAsync(Apply);
        Assert.True(exitCode == 0, output + errors);
        (exitCode, output, errors) = await fleet.RunAsync("plan");
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("nothing to change", output, StringComparison.Ordinal);
        Assert.Contains($"caution: {told}", output, StringComparison.Ordinal);
        (exitCode, output, errors) = await fleet.RunAsync("drift");
        Assert.True(exitCode == ExitCodes.HasChanges, output + errors);
        Assert.Contains(told, output, StringComparison.Ordinal);
        Assert.Contains("`systemctl disable --now cardano-node@relay-2.service` there", output, StringComparison.Ordinal);

        (exitCode, output, errors) = await fleet.RunAsync("retire", "edge-2", "--reason", "sold");
        Assert.True(exitCode == 0, output + errors);
        Assert.Equal(0, (await fleet.RunAsync("drift")).ExitCode);
        Assert.DoesNotContain("edge-2", (await fleet.RunAsync("plan")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Error, (await fleet.RunAsync("retire", "edge-2")).ExitCode);
        Assert.Contains("retired, says", (await fleet.RunAsync("audit")).Output, StringComparison.Ordinal);
    }
}
