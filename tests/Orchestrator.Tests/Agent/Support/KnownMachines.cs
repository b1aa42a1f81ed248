using PoolTopology.Rpc.Agent.V1;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Agent.Support;

/// <summary>Machines in known states, and what must hold of every machine that is at rest.</summary>
internal static class KnownMachines
{
    public static readonly SampleRelease First = SampleRelease.Make(1, "10.0.0.1", "10.0.0.2");
    public static readonly SampleRelease Second = SampleRelease.Make(2, "10.0.0.1", "10.0.0.3");

    /// <summary>Generation 1, stable.</summary>
    public static async Task<SimulatedMachine> AtFirstAsync()
    {
        SimulatedMachine machine = new();
        await ApplyAsync(machine, First, expected: 0, generation: 1);
        Assert.Equal(1, machine.State.Generation);
        RequireWhole(machine, First);
        return machine;
    }

    /// <summary>Stages, activates, and confirms over another session.</summary>
    public static async Task ApplyAsync(SimulatedMachine machine, SampleRelease release, ulong expected, ulong generation)
    {
        IReadOnlyList<Reply> forward = await machine.RunAgentAsync(
            0, [.. release.Stage(machine, Requests.Fence()), Requests.Activate(release, expected, generation)]);
        Assert.True(forward[^1].Activated is not null, forward[^1].ToString());
        IReadOnlyList<Reply> confirmed = await machine.RunAgentAsync(0, Requests.Confirm(generation));
        Assert.True(confirmed[^1].Confirmed is not null, confirmed[^1].ToString());
    }

    /// <summary>
    /// Nothing half done: the link, every file, what the node runs with, the kernel's rules and those for the next start
    /// are all of one release.
    /// </summary>
    public static void RequireWhole(SimulatedMachine machine, SampleRelease? release)
    {
        Assert.Null(machine.State.Underway);
        Assert.Null(machine.State.Pending);
        if (release is null)
        {
            Assert.Null(machine.Disk.Look("/opt/pooltopology/current"));
            Assert.Empty(machine.System.Running);
            Assert.Null(machine.System.Table);
            Assert.Empty(machine.State.Owned);
            return;
        }

        Assert.Equal($"/opt/pooltopology/releases/{release.Hash}", machine.Disk.Look("/opt/pooltopology/current")!.LinkTarget);
        Manifest manifest = Manifest.Parser.ParseFrom(release.ManifestBytes);
        foreach (ManifestFile file in manifest.Files.Where(file => file.Path.StartsWith('/')))
            Assert.True(file.Sha256 == machine.Disk.Hash(file.Path), $"{file.Path} is not of the release");
        Assert.Equal(
            manifest.Files.Where(file => file.Path.StartsWith('/')).Select(file => file.Path).Order(StringComparer.Ordinal),
            machine.State.Owned);
        Assert.Equal(
            manifest.Files.Where(file => file.Path.StartsWith("/etc/pooltopology", StringComparison.Ordinal)).Select(file => file.Path),
            machine.Disk.Describe(path => path.StartsWith("/etc/pooltopology", StringComparison.Ordinal))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
        Assert.Equal(machine.System.ConfigurationOf(SampleRelease.Unit), machine.System.Running[SampleRelease.Unit]);
        Assert.Contains(SampleRelease.Unit, machine.System.Enabled);
        string firewall = machine.Disk.Text(SampleRelease.FirewallPath)!;
        Assert.EndsWith($"table inet pool {{\n{machine.System.Table}}}\n", firewall, StringComparison.Ordinal);
    }
}
