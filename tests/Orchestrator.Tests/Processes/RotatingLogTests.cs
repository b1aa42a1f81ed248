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

    [Fact]
    public void Write_that_the_disk_refuses_is_counted_and_told_of_later()
    {
        string folder = Directory.CreateTempSubdirectory("rotating-log").FullName;
        string path = Path.Combine(folder, "missing", "node.log");
        try
        {
            using RotatingLog log = new(path, 1000);
            log.Write("lost"u8);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            log.Write("kept"u8);
            Assert.Equal("[4 bytes of this log were lost: the disk refused them]\nkept", File.ReadAllText(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
