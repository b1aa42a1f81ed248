using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Conformance.Ledger;

/// <summary>The real preview chain: what it is configured to, and its blocks in order.</summary>
internal static class PreviewChain
{
    public static LedgerConfig Config() => new()
    {
        Genesis = GenesisSet.Parse(
            File("byron"), File("shelley"), File("alonzo"), File("conway"), new ExpectedGenesisHashes()),
        HardForksAtEpoch = ImmutableSortedDictionary<Era, EpochNo>.Empty
            .Add(Era.Shelley, default).Add(Era.Allegra, default).Add(Era.Mary, default).Add(Era.Alonzo, default),
    };

    public static IEnumerable<Block> Blocks()
    {
        foreach (byte[] chunk in Chunks())
        {
            for (int at = 0; at < chunk.Length;)
            {
                int size = SizeOfNext(chunk, at);
                yield return Block.Decode(chunk.AsMemory(at, size));
                at += size;
            }
        }
    }

    private static int SizeOfNext(byte[] chunk, int at)
    {
        CborReader reader = new(chunk.AsSpan(at));
        reader.Skip();
        return reader.Position;
    }

    private static byte[] File(string name) => VectorFiles.ReadBytes($"genesis/preview/genesis/{name}.json");

    private static IEnumerable<byte[]> Chunks()
    {
        string[] archives = Directory.GetFiles(VectorFiles.PathOf("chain-preview"), "preview-immutable-epoch*.tar.gz");
        foreach (string archive in archives.Order(StringComparer.Ordinal))
        {
            SortedDictionary<string, byte[]> chunks = new(StringComparer.Ordinal);
            using GZipStream unzipped = new(System.IO.File.OpenRead(archive), CompressionMode.Decompress);
            using TarReader tar = new(unzipped);
            while (tar.GetNextEntry() is TarEntry entry)
            {
                if (!entry.Name.EndsWith(".chunk", StringComparison.Ordinal) || entry.DataStream is null)
                    continue;
                using MemoryStream bytes = new();
                entry.DataStream.CopyTo(bytes);
                chunks.Add(entry.Name, bytes.ToArray());
            }
            foreach (byte[] chunk in chunks.Values)
                yield return chunk;
        }
    }
}
