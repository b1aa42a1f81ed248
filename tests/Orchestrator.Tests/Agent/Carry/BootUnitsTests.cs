using System.Diagnostics;
using PoolTopology.Orchestrator.Agent.Carry;
using PoolTopology.Orchestrator.Tests.Agent.Support;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Agent.Carry;

public sealed class BootUnitsTests
{
    private const string Analyze = "/usr/bin/systemd-analyze";

    [Fact]
    public void Texts_are_accepted_by_systemd()
    {
        if (!File.Exists(Analyze))
            return;
        using TempFolder folder = new();
        foreach ((string name, string text) in BootUnits.Texts(new SimulatedMachine().Identity with { Program = "/bin/true agent" }))
            File.WriteAllText(folder[name], text);
        ProcessStartInfo start = new(Analyze, ["verify", .. Directory.GetFiles(folder.FullPath)])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process process = Process.Start(start)!;
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.DoesNotContain("pooltopology", said, StringComparison.Ordinal);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void Ensure_holds_afterwards_and_writes_nothing_the_second_time()
    {
        SimulatedMachine machine = new();
        Assert.False(BootUnits.Hold(machine.Disk, machine.Identity));
        BootUnits.Ensure(machine.Disk, machine.Identity);
        Assert.True(BootUnits.Hold(machine.Disk, machine.Identity));
        int changes = machine.Disk.Changes;
        BootUnits.Ensure(machine.Disk, machine.Identity);
        Assert.Equal(changes, machine.Disk.Changes);
    }
}
