using PoolTopology.Node.Verification;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;
using PoolTopology.TestKit.Chain;

namespace PoolTopology.Node.Tests.Verification;

/// <summary>A database folder with a chain of a test network's pools.</summary>
internal sealed class ChainFolder : IDisposable
{
    private readonly StoredBlockParser _parser;
    private readonly ulong _slotsPerChunk;

    public ChainFolder(TestNetwork network)
    {
        Network = network;
        _slotsPerChunk = 10 * network.Config.SecurityParameter;
        _parser = new StoredBlockParser(_slotsPerChunk, network.Config.Parameters);
    }

    public TestNetwork Network { get; }

    public string Path { get; } = Directory.CreateTempSubdirectory("pooltopology-verify-").FullName;

    public string ConfigFile => TestNetworkFiles.Write(Network, Directory.CreateDirectory(System.IO.Path.Combine(Path, "config")).FullName);

    /// <summary>All files of the chunks and their indexes.</summary>
    public IReadOnlyList<string> ChunkFiles =>
        [.. Directory.GetFiles(System.IO.Path.Combine(Path, "immutable")).Order(StringComparer.Ordinal)];

    /// <summary>Writes a database whose index believes every block to follow the one before, even if it does not.</summary>
    public ChainFolder Write(IEnumerable<byte[]> blocks)
    {
        string immutable = System.IO.Path.Combine(Path, "immutable");
        if (Directory.Exists(immutable))
            Directory.Delete(immutable, recursive: true);
        using ImmutableDatabase database = ImmutableDatabase.Open(
            new DiskFileSystem(Path), _parser, new ImmutableDbOptions(_slotsPerChunk));
        foreach (byte[] block in blocks)
        {
            Tip tip = database.Tip;
            BlockSummary summary = _parser.Parse(block);
            database.Append(summary with { PrevHash = tip.IsGenesis ? null : tip.Point.Hash }, block);
        }
        return this;
    }

    public VerificationReport Verify(int threads = 2, ulong? until = null, SnapshotChoice? snapshot = null) =>
        new ChainVerifier(Network.Config, TimeProvider.System).Run(
            new VerificationOptions
            {
                DatabasePath = Path,
                Threads = threads,
                Until = until is ulong slot ? new Slot(slot) : null,
                Snapshot = snapshot,
            },
            onProgress: null,
            CancellationToken.None);

    public void FlipBit(string file, long bit)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        File.WriteAllBytes(file, bytes);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
