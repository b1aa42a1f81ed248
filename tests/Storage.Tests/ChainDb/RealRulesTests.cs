using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Storage.ChainDb;
using PoolTopology.Storage.Files;
using PoolTopology.TestKit.Chain;
using PoolTopology.TestKit.Files;
using Xunit;

namespace PoolTopology.Storage.Tests.ChainDb;

/// <summary>The ChainDB with the rules of the chain, over blocks that are forged as a producer forges them.</summary>
public sealed class RealRulesTests
{
    private static readonly TestNetwork Network = TestNetwork.Create();

    [Fact]
    public void AddBlock_adopts_forged_blocks_and_a_restart_rebuilds_the_very_same_state()
    {
        SimulatedFileSystem files = new(1);
        IReadOnlyList<(byte[] StoredBytes, ChainState After)> blocks = TestForge.Extend(Network, Network.Genesis, 60);
        using (ChainDatabase database = Open(files))
        {
            foreach ((byte[] bytes, ChainState after) in blocks)
            {
                Assert.IsType<AddBlockResult.Adopted>(database.AddBlock(bytes));
                AssertSame(after, database.State);
            }
        }
        using (ChainDatabase database = Open(files))
        {
            AssertSame(blocks[^1].After, database.State);
            Assert.Equal(55, database.Report.BlocksReplayed);
            Assert.Equal(
                blocks[^3].After.PraosState.EvolvingNonce,
                database.HeaderStateAt(blocks[^3].After.Tip.Point)!.PraosState.EvolvingNonce);
        }
    }

    [Fact]
    public void AddBlock_switches_to_the_longer_of_two_forged_forks()
    {
        SimulatedFileSystem files = new(1);
        using ChainDatabase database = Open(files);
        IReadOnlyList<(byte[] StoredBytes, ChainState After)> common = TestForge.Extend(Network, Network.Genesis, 3);
        IReadOnlyList<(byte[] StoredBytes, ChainState After)> ours =
            TestForge.Extend(Network, common[^1].After, 2, Network.Pools[0]);
        IReadOnlyList<(byte[] StoredBytes, ChainState After)> theirs =
            TestForge.Extend(Network, common[^1].After, 3, Network.Pools[1]);
        foreach ((byte[] bytes, _) in common.Concat(ours))
            Assert.IsType<AddBlockResult.Adopted>(database.AddBlock(bytes));
        foreach ((byte[] bytes, _) in theirs)
            database.AddBlock(bytes);
        AssertSame(theirs[^1].After, database.State);
    }

    [Fact]
    public void AddBlock_whose_signature_was_changed_is_refused_with_the_broken_rule()
    {
        using ChainDatabase database = Open(new SimulatedFileSystem(1));
        byte[] block = TestForge.Extend(Network, Network.Genesis, 1)[0].StoredBytes;
        block[^20] ^= 1; // the KES signature stands right before the empty body
        AddBlockResult.Refused refused = Assert.IsType<AddBlockResult.Refused>(database.AddBlock(block));
        Assert.IsType<BlockError.InvalidHeader>(refused.Error);
        Assert.True(database.Tip.IsGenesis);
    }

    [Fact]
    public void Open_on_the_real_disk_after_the_process_ended_without_closing_has_every_adopted_block()
    {
        string root = Directory.CreateTempSubdirectory("pooltopology-chain-").FullName;
        try
        {
            IReadOnlyList<(byte[] StoredBytes, ChainState After)> blocks = TestForge.Extend(Network, Network.Genesis, 25);
            using (ChainDatabase database = Open(new DiskFileSystem(root)))
            {
                foreach ((byte[] bytes, _) in blocks)
                    database.AddBlock(bytes);
                StorageException e = Assert.Throws<StorageException>(() => Open(new DiskFileSystem(root)));
                Assert.Equal(StorageFault.Locked, e.Fault);
                CopyFolder(root, root + "-killed");
            }
            using ChainDatabase reopened = Open(new DiskFileSystem(root + "-killed"));
            Assert.False(reopened.Report.WasClean);
            AssertSame(blocks[^1].After, reopened.State);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
            if (Directory.Exists(root + "-killed"))
                Directory.Delete(root + "-killed", recursive: true);
        }
    }

    private static ChainDatabase Open(IFileSystem files) => ChainDatabase.Open(new ChainDbOptions(), files, Network.Config);

    private static void AssertSame(ChainState expected, ChainState actual)
    {
        Assert.Equal(expected.Tip, actual.Tip);
        Assert.Equal(expected.PraosState.EpochNonce, actual.PraosState.EpochNonce);
        Assert.Equal(expected.PraosState.EvolvingNonce, actual.PraosState.EvolvingNonce);
        Assert.Equal(
            expected.PraosState.OperationalCertificateCounters, actual.PraosState.OperationalCertificateCounters);
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file) == "lock")
                continue;
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using FileStream source = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using FileStream copy = File.Create(target);
            source.CopyTo(copy);
        }
    }
}
