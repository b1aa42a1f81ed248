using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Tests.Serve;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Deploy;

/// <summary>Somebody exchanges a program on a machine by hand.</summary>
public sealed class ExchangedProgramTests
{
    private static readonly string[] Apply = ["apply", "--auto-approve", "--ignore-slots", "nobody forges here"];

    [RootTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_told_by_drift_and_plan_and_put_back_by_apply(bool isLarge)
    {
        using FolderFleet fleet = new();
        string padding = isLarge ? new string('#', 1_200_000) : "";
        File.WriteAllText(fleet["programs/cardano-node"], $"#!/bin/sh\n# version 1\n{padding}");
        (int exitCode, string output, string errors) = await fleet.RunAsync(Apply);
        Assert.True(exitCode == 0, output + errors);
        string program = Directory.GetFiles(fleet.Machines["edge-1"].At("/opt/pooltopology/releases"), "cardano-node", SearchOption.AllDirectories).Single();
        string good = await File.ReadAllTextAsync(program);
        await File.WriteAllTextAsync(program, $"#!/bin/sh\n# version x\n{padding}");

        (exitCode, output, errors) = await fleet.RunAsync("drift");
        Assert.True(exitCode == ExitCodes.HasChanges, output + errors);
        Assert.Contains("edge-1: /opt/pooltopology/current/bin/cardano-node was changed", output, StringComparison.Ordinal);
        (exitCode, output, errors) = await fleet.RunAsync(Apply);
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("bin/cardano-node  not as the release put it there", output, StringComparison.Ordinal);
        Assert.Contains("2 as they should be; 1 nodes restart", output, StringComparison.Ordinal);
        Assert.Equal(good, await File.ReadAllTextAsync(program));
        Assert.Equal((2, 1), (fleet.StartsOf("edge-1"), fleet.StartsOf("edge-2")));

        (exitCode, output, errors) = await fleet.RunAsync(Apply);
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("nothing to change", output, StringComparison.Ordinal);
    }
}
