using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Eras;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Conformance.Headers;

/// <summary>
/// chain-preview: the real chain from its first block. Every nonce is our own: one wrong bit, and no VRF proof of the
/// next epoch holds.
/// </summary>
/// <remarks>
/// Alonzo (TPraos) to the end of epoch 1 is the genesis delegates' alone, each in its turn: d = 1. From epoch 2 on pools
/// lead. Their stake is not known without the ledger: each issuer is given all of it, so the leader value is hardly put
/// to the test here.
/// </remarks>
public class PreviewFromGenesis
{
    private static readonly ConsensusParameters Parameters = Networks.Parameters("preview");
    private static readonly SlotClock Clock = Networks.Clock("preview");
    private static readonly LedgerView OfGenesis = LedgerView.Genesis(Networks.Genesis("preview"), Era.Alonzo);
    // An update adopted in epoch 1 sets d from 1 to 0.
    private static readonly EpochNo FirstEpochOfPools = new(2);
    private static readonly Dictionary<(Era, Hash28, Hash32), LedgerView> Views = [];

    [VectorFact]
    public void Every_block_links_and_every_header_is_valid_under_our_own_nonces()
    {
        byte[] genesis = VectorFiles.ReadBytes("genesis/preview/genesis/shelley.json");
        PraosState state = PraosState.Genesis(GenesisHashes.OfFile(genesis), ShelleyGenesis.Parse(genesis));
        Tip tip = Tip.Genesis;
        int delegates = 0, count = 0;
        foreach (byte[] chunk in Chunks())
        {
            for (int at = 0; at < chunk.Length; count++)
            {
                CborReader reader = new(chunk.AsSpan(at));
                reader.Skip();
                Block block = Block.Decode(chunk.AsMemory(at, reader.Position));
                at += reader.Position;
                state = Step(block, tip, state);
                tip = block.Header.Tip;
                delegates += ReferenceEquals(ViewFor(block.Header), OfGenesis) ? 1 : 0;
            }
        }
        Assert.True(count > 41_000 && delegates > 8_000, $"{count} blocks, {delegates} of genesis delegates");
    }

    private static PraosState Step(Block block, Tip tip, PraosState state)
    {
        BlockHeader header = block.Header;
        LedgerView view = ViewFor(header);
        PraosState ticked = NonceEvolution.Tick(state, header.Slot, Clock);
        Assert.Null(HeaderValidator.ValidateEnvelope(header, tip, view, Parameters));
        Assert.Null(HeaderValidator.ValidateProtocol(header, view, ticked, Parameters, Clock));
        Assert.Equal(header.BodyHash, block.ComputeBodyHash());
        Assert.Equal((long)header.BodySizeBytes, block.BodySizeBytes);
        return NonceEvolution.Update(ticked, header, Clock, Parameters);
    }

    private static LedgerView ViewFor(BlockHeader header)
    {
        Hash32 vrfKeyHash = Digest.Blake2b256(header.VrfVerificationKey.Span);
        if (Clock.EpochOf(header.Slot) < FirstEpochOfPools)
            return OfGenesis;
        if (Views.TryGetValue((header.Era, header.PoolId, vrfKeyHash), out LedgerView? known))
            return known;
        LedgerView view = new()
        {
            Era = header.Era,
            StakeDistribution = new StakeDistribution(ImmutableSortedDictionary<Hash28, PoolStake>.Empty.Add(
                header.PoolId, new PoolStake(Rational.One, vrfKeyHash))),
            MaxHeaderSizeBytes = 1100,
            MaxBodySizeBytes = 90_112,
            ProtocolVersion = new ProtocolVersion(8, 0),
        };
        Views.Add((header.Era, header.PoolId, vrfKeyHash), view);
        return view;
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
