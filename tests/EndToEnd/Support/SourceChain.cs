using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using PoolTopology.Ledger.Types;
using PoolTopology.Storage.ChainDb;
using PoolTopology.Storage.Files;
using PoolTopology.TestKit.Chain;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.EndToEnd.Support;

/// <summary>The chain that is synced: the first chunks of the real preview chain, or one of our own without them.</summary>
/// <param name="Name">For the report.</param>
/// <param name="ConfigFile">config.json of its network.</param>
/// <param name="Folder">The folder of the node that serves it; its database is in <c>db</c>.</param>
internal sealed record SourceChain(string Name, string ConfigFile, string Folder)
{
    private const int MadeBlocks = 1_500;
    private const int ChunksPerEpoch = 20;

    /// <summary>Makes a database with the chain.</summary>
    /// <param name="root">A folder for all that is made.</param>
    /// <param name="chunks">How many chunks of the preview chain: 216 blocks each at its beginning.</param>
    public static SourceChain Make(string root, int chunks) =>
        VectorFiles.SkipReason is null ? Preview(root, chunks) : Own(root);

    /// <summary>A database with the first chunks of the preview chain, as a cardano-node left them.</summary>
    public static SourceChain Preview(string root, int chunks)
    {
        string folder = Path.Combine(root, "source");
        string immutable = Path.Combine(folder, "db", "immutable");
        Directory.CreateDirectory(immutable);
        for (int epoch = 0; epoch * ChunksPerEpoch < chunks; epoch++)
        {
            string archive = string.Create(CultureInfo.InvariantCulture, $"chain-preview/preview-immutable-epoch{epoch:D2}.tar.gz");
            using FileStream file = File.OpenRead(VectorFiles.PathOf(archive));
            using GZipStream unzipped = new(file, CompressionMode.Decompress);
            using TarReader entries = new(unzipped);
            while (entries.GetNextEntry() is TarEntry entry)
            {
                string name = Path.GetFileName(entry.Name);
                if (entry.DataStream is not null && int.Parse(name.Split('.')[0], CultureInfo.InvariantCulture) < chunks)
                    entry.ExtractToFile(Path.Combine(immutable, name), overwrite: false);
            }
        }
        return new SourceChain(
            $"the first {chunks} chunks of preview",
            VectorFiles.PathOf("genesis/preview/cardano-node/config.json"),
            folder);
    }

    private static SourceChain Own(string root)
    {
        TestNetwork network = TestNetwork.Create(new TestNetworkOptions
        {
            SecurityParameter = 40,
            EpochLengthSlots = 1_000,
            SlotsPerKesPeriod = 100_000,
        });
        string folder = Path.Combine(root, "source");
        string database = Path.Combine(folder, "db");
        Directory.CreateDirectory(database);
        using ChainDatabase chain = ChainDatabase.Open(
            new ChainDbOptions { Durability = WriteDurability.Relaxed }, new DiskFileSystem(database), network.Config);
        chain.AddBlocks(
            [.. TestForge.Extend(network, network.Genesis, MadeBlocks).Select(made => Block.Decode(made.StoredBytes))]);
        return new SourceChain($"{MadeBlocks} blocks of our own", TestNetworkFiles.Write(network, root), folder);
    }
}
