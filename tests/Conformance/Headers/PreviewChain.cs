using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Eras;
using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Conformance.Headers;

/// <summary>chain-preview: the real chain from its first block, and views to validate its headers without a ledger.</summary>
/// <remarks>
/// Alonzo (TPraos) to the end of epoch 1 is the genesis delegates' alone, each in its turn: d = 1. From epoch 2 on pools
/// lead. Their stake is not known without the ledger: each issuer is given all of it, so the leader value is hardly put
/// to the test.
/// </remarks>
internal static class PreviewChain
{
    public static readonly ConsensusParameters Parameters = Networks.Parameters("preview");
    public static readonly SlotClock Clock = Networks.Clock("preview");
    public static readonly LedgerView OfGenesis = LedgerView.Genesis(Networks.Genesis("preview"), Era.Alonzo);

    // An update adopted in epoch 1 sets d from 1 to 0.
    private static readonly EpochNo FirstEpochOfPools = new(2);

    private static readonly ConcurrentDictionary<(Era Era, Hash28 Pool, Hash32 VrfKeyHash), LedgerView> Views = new();

    /// <summary>The state before the first block.</summary>
    public static PraosState Genesis()
    {
        byte[] genesis = VectorFiles.ReadBytes("genesis/preview/genesis/shelley.json");
        return PraosState.Genesis(GenesisHashes.OfFile(genesis), ShelleyGenesis.Parse(genesis));
    }

    /// <summary>The blocks in order.</summary>
    public static IEnumerable<Block> Blocks()
    {
        foreach (byte[] chunk in Chunks())
        {
            for (int at = 0; at < chunk.Length;)
            {
                int size = SizeAt(chunk, at);
                yield return Block.Decode(chunk.AsMemory(at, size));
                at += size;
            }
        }
    }

    /// <summary>What a ledger would say at a header's slot, as far as this class knows.</summary>
    public static LedgerView ViewFor(BlockHeader header) => Clock.EpochOf(header.Slot) < FirstEpochOfPools
        ? OfGenesis
        : Views.GetOrAdd(
            (header.Era, header.PoolId, Digest.Blake2b256(header.VrfVerificationKey.Span)),
            key => OfOnePool(key.Era, key.Pool, key.VrfKeyHash));

    private static LedgerView OfOnePool(Era era, Hash28 pool, Hash32 vrfKeyHash) => new()
    {
        Era = era,
        StakeDistribution = new StakeDistribution(ImmutableSortedDictionary<Hash28, PoolStake>.Empty.Add(
            pool, new PoolStake(Rational.One, vrfKeyHash))),
        MaxHeaderSizeBytes = 1100,
        MaxBodySizeBytes = 90_112,
        ProtocolVersion = new ProtocolVersion(8, 0),
    };

    private static int SizeAt(byte[] chunk, int at)
    {
        CborReader reader = new(chunk.AsSpan(at));
        reader.Skip();
        return reader.Position;
    }

    private static IEnumerable<byte[]> Chunks()
    {
        string[] archives = Directory.GetFiles(VectorFiles.PathOf("chain-preview"), "preview-immutable-epoch*.tar.gz");
        foreach (string archive in archives.Order(StringComparer.Ordinal))
        {
            SortedDictionary<string, byte[]> chunks = new(StringComparer.Ordinal);
            using GZipStream unzipped = new(File.OpenRead(archive), CompressionMode.Decompress);
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
