using System.Text;
using PoolTopology.Orchestrator.Processes;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Processes;

public sealed class RotatingLogTests
{
    [Fact]
    public void Write_full_file_becomes_the_only_old_one()
    {
        using TempFolder folder = new();
        using (RotatingLog log = new(folder["x.log"], limitBytes: 10))
        {
            for (int i = 0; i < 5; i++)
                log.Write(Encoding.ASCII.GetBytes($"line {i}\n"));
        }

        Assert.Equal("line 4\n", File.ReadAllText(folder["x.log"]));
        Assert.Equal("line 3\n", File.ReadAllText(folder["x.log.1"]));
        Assert.Equal(2, Directory.GetFiles(folder.FullPath).Length);
    }

    [Fact]
    public void Write_continues_the_file_of_an_earlier_run_and_only_its_owner_reads_it()
    {
        using TempFolder folder = new();
        foreach (string line in new[] { "one\n", "two\n" })
        {
            using RotatingLog log = new(folder["x.log"], RotatingLog.DefaultLimitBytes);
            log.Write(Encoding.ASCII.GetBytes(line));
        }

        Assert.Equal("one\ntwo\n", File.ReadAllText(folder["x.log"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["x.log"]));
    }
}
