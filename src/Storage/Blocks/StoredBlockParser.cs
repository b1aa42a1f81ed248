using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.Blocks;

/// <summary>Reads blocks of every era by structure, and proves those from Shelley on by body hash and signature.</summary>
/// <param name="byronEpochSlots">The slots of a Byron epoch: 10 k.</param>
/// <param name="parameters">What verifying a header's signature needs; null to leave signatures out.</param>
public sealed class StoredBlockParser(ulong byronEpochSlots, ConsensusParameters? parameters) : IBlockParser
{
    private const byte FirstShelleyEraTag = 2;

    /// <inheritdoc/>
    public BlockSummary Parse(ReadOnlySpan<byte> bytes)
    {
        BlockStructure block = BlockStructure.Read(bytes, byronEpochSlots);
        ReadOnlySpan<byte> header = bytes.Slice(block.HeaderOffsetBytes, block.HeaderSizeBytes);
        return new BlockSummary(
            HashOf(header, block.EraTag), block.PrevHash, block.Slot, block.BlockNo, block.EraTag,
            block.HeaderOffsetBytes, block.HeaderSizeBytes, block.SizeBytes);
    }

    /// <inheritdoc/>
    /// <remarks>A Byron block only proves its structure: its body proof is a tree that Ledger does not read yet.</remarks>
    public bool IsIntact(ReadOnlySpan<byte> block, BlockSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        if (summary.EraTag < FirstShelleyEraTag)
            return true;
        try
        {
            Block decoded = Block.Decode(block.ToArray());
            return decoded.ComputeBodyHash() == decoded.Header.BodyHash
                && decoded.BodySizeBytes == decoded.Header.BodySizeBytes
                && (parameters is null || HeaderValidator.ValidateSignature(decoded.Header, parameters) is null);
        }
        catch (CborException)
        {
            // The border of storage: bytes that do not decode are not a block that was stored.
            return false;
        }
    }

    /// <summary>BLAKE2b-256 of the header; in Byron of <c>[0, boundary header]</c> or <c>[1, header]</c>.</summary>
    private static Hash32 HashOf(ReadOnlySpan<byte> header, byte eraTag)
    {
        if (eraTag >= FirstShelleyEraTag)
            return Digest.Blake2b256(header);
        byte[] tagged = [0x82, eraTag, .. header];
        return Digest.Blake2b256(tagged);
    }
}
