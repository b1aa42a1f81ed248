using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Orchestrator.Up;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Up;

public sealed class OrphanedNodesTests
{
    [Fact]
    public void Find_processes_that_name_a_file_of_this_state_directory_only()
    {
        using TempFolder proc = new();
        Write(proc, "10", "pool-relay\0run\0--database-path\0/s/nodes/relay-1/db\0");
        Write(proc, "11", "pool-relay\0run\0--database-path\0/s2/nodes/relay-1/db\0");
        Write(proc, "12", "");
        Write(proc, $"{Environment.ProcessId}", "pool\0/s/nodes/x\0");
        Write(proc, "self", "pool-relay\0/s/nodes/x\0");
        Directory.CreateDirectory(proc["13"]);
        Assert.Equal([10], OrphanedNodes.Find(new StatePaths("/s"), proc.FullPath));
    }

    private static void Write(TempFolder proc, string pid, string commandLine)
    {
        Directory.CreateDirectory(proc[pid]);
        File.WriteAllText(proc[$"{pid}/cmdline"], commandLine);
    }
}
