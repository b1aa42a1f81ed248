using PoolTopology.Node.Peers;
using Xunit;

namespace PoolTopology.Node.Tests.Peers;

public sealed class PeerFileLoaderTests : IDisposable
{
    private const string Empty = """{ "localRoots": [], "publicRoots": [] }""";

    private readonly string _folder = Directory.CreateTempSubdirectory("peer-file").FullName;

    private string FilePath => Path.Combine(_folder, "topology.json");

    [Fact]
    public async Task Absent_file_is_one_clear_sentence()
    {
        (_, _, string? error) = await new PeerFileLoader(FilePath).ReadAsync(CancellationToken.None);
        Assert.StartsWith(FilePath + " cannot be read", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replaced_file_has_the_hash_that_it_is_read_with()
    {
        PeerFileLoader loader = new(FilePath);
        (_, string written, string? error) = await loader.ReplaceAsync(Empty, CancellationToken.None);
        Assert.Null(error);
        (_, string read, _) = await loader.ReadAsync(CancellationToken.None);
        Assert.Equal(written, read);
        Assert.Equal(Empty, await File.ReadAllTextAsync(FilePath));
    }

    [Fact]
    public async Task Refused_text_leaves_the_file_as_it_was()
    {
        PeerFileLoader loader = new(FilePath);
        await loader.ReplaceAsync(Empty, CancellationToken.None);
        (_, _, string? error) = await loader.ReplaceAsync("""{ "localRoots": 7 }""", CancellationToken.None);
        Assert.Contains("localRoots", error, StringComparison.Ordinal);
        Assert.Equal(Empty, await File.ReadAllTextAsync(FilePath));
        Assert.Equal(["topology.json"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
