using PoolTopology.Conformance.Headers;
using PoolTopology.Conformance.Transactions;
using PoolTopology.Ledger.Eras.Conway;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Conformance.Blocks;

/// <summary>chain-fragments: whole ImmutableDB chunks, whose blocks must decode, hash and link.</summary>
public class ChainFragments
{
    [VectorFact]
    public void Every_chunk_is_a_chain_of_blocks_whose_hashes_and_signatures_hold()
    {
        string[][] rows = [.. VectorFiles.ReadText("chain-fragments/index.tsv").Split('\n').Skip(1)
            .Where(l => l.Length > 0).Select(l => l.Split('\t')).Where(r => r[10].StartsWith("hash", StringComparison.Ordinal))];
        VectorRun.All("chain-fragments", rows, r => r[0], Check, atLeast: 6);
    }

    [VectorFact]
    public void A_chunk_that_was_cut_holds_five_whole_blocks_with_their_transactions()
    {
        // Cut between blocks; that the index lists fifteen is the storage's matter.
        List<Block> blocks = ReadBlocks("chain-fragments/02019.chunk");
        Assert.Equal(5, blocks.Count);
        for (int i = 1; i < blocks.Count; i++)
            Assert.Equal(blocks[i - 1].Header.Hash, blocks[i].Header.PrevHash);
        foreach (Block block in blocks)
        {
            Assert.Null(BodyWalk.Compare(block));
            Assert.Null(SignatureChecks.Check(block.Header, Networks.Parameters("preprod")));
            Assert.Equal(block.Header.BodyHash, block.ComputeBodyHash());
        }
    }

    private static string? Check(string[] row)
    {
        bool isPublic = !row[0].StartsWith("mithril", StringComparison.Ordinal);
        Block[] blocks = [.. ReadBlocks("chain-fragments/" + row[0])];
        if (blocks.Length.ToString() != row[1])
            return $"{blocks.Length} blocks";
        if (blocks[0].Header.Hash.ToString() != row[5] || blocks[^1].Header.Hash.ToString() != row[8])
            return "first or last hash differs";
        if (blocks.Sum(b => b.TransactionCount).ToString() != row[9])
            return $"{blocks.Sum(b => b.TransactionCount)} transactions";
        Hash32? before = null;
        foreach (Block block in blocks)
        {
            if (before is Hash32 hash && block.Header.PrevHash != hash)
                return $"{block.Point} does not follow {before}";
            before = block.Header.Hash;
            if (block.ComputeBodyHash() != block.Header.BodyHash || block.BodySizeBytes != block.Header.BodySizeBytes)
                return $"{block.Point}: the body is not the declared one";
            if (BodyWalk.Compare(block) is string difference)
                return $"{block.Point}: {difference}";
            // The devnet's KES period length is not known; its blocks lie in the first period of any length.
            if (SignatureChecks.Check(block.Header, Networks.Parameters(isPublic ? "preprod" : "mainnet")) is string fault)
                return $"{block.Point}: {fault}";
            if (!isPublic && block.TransactionCount == 0 && !IsEncodedAlike(block))
                return $"{block.Point}: an empty block is encoded otherwise";
        }
        return null;
    }

    private static bool IsEncodedAlike(Block block) => block.StoredBytes.Span.SequenceEqual(
        ConwayBlockEncoder.EncodeStoredBlock(block.Header.Bytes.Span, ConwayBlockEncoder.EmptyBody))
        && block.Header.BodyHash == ConwayBlockEncoder.EmptyBodyHash;

    private static List<Block> ReadBlocks(string file)
    {
        byte[] chunk = VectorFiles.ReadBytes(file);
        List<Block> blocks = [];
        for (int at = 0; at < chunk.Length;)
        {
            CborReader reader = new(chunk.AsSpan(at));
            reader.Skip();
            blocks.Add(Block.Decode(chunk.AsMemory(at, reader.Position)));
            at += reader.Position;
        }
        return blocks;
    }
}
