using System.Security.Cryptography;
using System.Text;
using PoolTopology.Orchestrator.Deploy;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Deploy;

public sealed class FileHashesTests : IDisposable
{
    private static readonly DateTime Old = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_the_same_file_reads_it_once_and_a_changed_one_again()
    {
        string file = Write("one", Old);
        Assert.Equal(Hash("one"), new FileHashes(_folder["hashes"]).Of(file));
        Write("two", Old);
        Assert.Equal(Hash("one"), new FileHashes(_folder["hashes"]).Of(file));
        Write("two", Old.AddSeconds(1));
        Assert.Equal(Hash("two"), new FileHashes(_folder["hashes"]).Of(file));
        Assert.Single(File.ReadAllLines(_folder["hashes"]));
    }

    [Fact]
    public void Of_a_file_that_was_written_just_now_is_not_remembered()
    {
        string file = Write("one", DateTime.UtcNow);
        Assert.Equal(Hash("one"), new FileHashes(_folder["hashes"]).Of(file));
        Assert.False(File.Exists(_folder["hashes"]));
    }

    [Fact]
    public void Of_with_a_damaged_memory_reads_the_file()
    {
        File.WriteAllText(_folder["hashes"], "3 nonsense\n\n1 2 3 4 5");
        Assert.Equal(Hash("one"), new FileHashes(_folder["hashes"]).Of(Write("one", Old)));
    }

    private string Write(string text, DateTime time)
    {
        string path = _folder["program"];
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, time);
        return path;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
