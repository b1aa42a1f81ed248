using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Crypto.Eddsa;
using PoolTopology.Ledger.Persistence;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Types;
using PoolTopology.Node.Config;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Inspection;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Conformance.Chain;

/// <summary>Real transactions with one byte changed, as if header and body hash had been made anew to fit them.</summary>
/// <remarks>
/// What a pool could put into a block of its own: the ledger must refuse it by itself, as malformed, by a rule, or for a
/// signature that does not hold, and never fail in another way. What nobody signs and no hash covers may be written in
/// two ways (an empty list of scripts may stand under another key): then both must lead to the same state.
/// </remarks>
public class ChangedBodies
{
    private const int ChangesPerBlock = 8;

    [VectorFact]
    public void Ledger_refuses_every_real_body_with_a_changed_byte_unless_it_means_the_same()
    {
        using UnpackedPreview chain = UnpackedPreview.Of(11);
        ConsensusConfig config = NetworkConfig.Read(VectorFiles.PathOf("genesis/preview/cardano-node/config.json")).Consensus;
        BlockRules rules = new(config);
        ChainState state = ChainState.Genesis(config);
        Random random = new(7);
        int refused = 0;
        foreach ((byte[] stored, int bodyStart) in Blocks(chain.Path))
        {
            Block block = Block.Decode(stored);
            IChainLedger ticked = state.Ledger.Tick(block.Header.Slot);
            for (int i = 0; i < ChangesPerBlock && block.TransactionCount > 0; i++)
            {
                byte[] changed = (byte[])stored.Clone();
                int at = random.Next(bodyStart, changed.Length);
                changed[at] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)(changed[at] ^ (1 << random.Next(8)));
                if (changed[at] == stored[at])
                    continue;
                LedgerState? accepted = Accepted(ticked, changed);
                refused += accepted is null ? 1 : 0;
                Xunit.Assert.True(
                    accepted is null || IsSame(accepted, Accepted(ticked, stored)),
                    $"block {block.Point}, byte {at} is {changed[at]}");
            }
            state = rules.Apply(state, block, ApplyMode.Reapply).Next!; // A block of the real chain.
        }
        Xunit.Assert.True(refused > 20_000, $"{refused} refused");
    }

    /// <summary>The state after a block; null when it is refused.</summary>
    private static LedgerState? Accepted(IChainLedger ticked, byte[] stored)
    {
        Block block;
        try
        {
            block = Block.Decode(stored);
        }
        catch (CborException)
        {
            // Not even a block: a peer that sends it is left.
            return null;
        }
        // From here on nothing may be thrown: it would end the node.
        LedgerStep step = ticked.ApplyBlock(block, ApplyMode.Full);
        bool isSigned = step.Owed.All(owed => Ed25519.Verify(
            owed.Claim.PublicKey.Span, owed.Claim.Message.Span, owed.Claim.Signature.Span));
        return isSigned ? (step.Next as RulesLedger)?.State : null;
    }

    private static bool IsSame(LedgerState state, LedgerState? other) =>
        other is not null && LedgerStateCodec.DigestOf(state) == LedgerStateCodec.DigestOf(other);

    private static IEnumerable<(byte[] Stored, int BodyStart)> Blocks(string path)
    {
        const ulong SlotsPerChunk = 4320;
        using ChunkReader reader = ChunkReader.Open(
            InspectedDatabase.Open(path).Files, new StoredBlockParser(SlotsPerChunk, null), SlotsPerChunk, Point.Origin);
        while (reader.ReadNext() is StoredWindow window)
        {
            foreach (StoredWindow.Entry entry in window.Blocks)
                yield return (window.BytesOf(entry).ToArray(), entry.HeaderOffsetBytes + entry.HeaderSizeBytes);
        }
    }
}
