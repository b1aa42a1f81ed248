using System.Text;
using PoolTopology.Conformance.Transactions;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Conformance.Blocks;

/// <summary>blocks: real blocks of every era.</summary>
public class BlockVectors
{
    [VectorFact]
    public void All_from_Shelley_on_decode_to_their_hash_and_body_hash()
    {
        string[][] rows = [.. Rows().Where(r => !IsByron(r))];
        VectorRun.All("blocks", rows, r => r[0], Check, atLeast: 25);
    }

    [VectorFact]
    public void Byron_is_refused_by_name()
    {
        foreach (string[] row in Rows().Where(r => IsByron(r) && r[2] == "era-tagged"))
        {
            CborException refused = Assert.Throws<CborException>(() => Block.Decode(Read(row)));
            Assert.Equal("a block of the Shelley era or later", refused.Expected);
        }
    }

    [VectorFact]
    public void A_body_of_another_size_than_declared_is_seen()
    {
        byte[] bare = VectorFiles.ReadBytes("blocks/amaru/preprod_2667660_invalid_block_body_size.cbor");
        Block block = Block.Decode(BlockWrapping.Store(Era.Conway, bare));
        Assert.NotEqual((long)block.Header.BodySizeBytes, block.BodySizeBytes);
    }

    [VectorFact]
    public void All_transactions_of_all_blocks_decode_to_the_bytes_that_came_in()
    {
        string[][] rows = [.. Rows().Where(r => !IsByron(r))];
        VectorRun.All("block-transactions", rows, r => r[0], r => BodyWalk.Compare(Block.Decode(Read(r))), atLeast: 25);
    }

    [VectorFact]
    public void A_block_with_an_empty_list_of_datums_and_redeemers_decodes()
    {
        string hex = Encoding.ASCII.GetString(VectorFiles.ReadBytes("blocks/golden-ledger/hex-block-node-issue-4228.cbor"));
        byte[] bytes = Convert.FromHexString(hex.Trim());
        byte[] stored = bytes[0] == 0x82 ? bytes : BlockWrapping.Store(Era.Alonzo, bytes);
        Block block = Block.Decode(stored);
        Assert.Null(BodyWalk.Compare(block));
        Assert.Equal(block.Header.BodyHash, block.ComputeBodyHash());
    }

    private static string? Check(string[] row)
    {
        byte[] stored = Read(row);
        Block block = Block.Decode(stored);
        if (block.Header.Hash.ToString() != row[7])
            return $"hash {block.Header.Hash}";
        if (block.Header.Slot.ToString() != row[5] || block.Header.BlockNo.ToString() != row[6])
            return $"slot {block.Header.Slot} height {block.Header.BlockNo}";
        if (row[8].Length > 0 && block.TransactionCount.ToString() != row[8])
            return $"{block.TransactionCount} transactions";
        if (block.ComputeBodyHash() != block.Header.BodyHash)
            return $"body hash {block.ComputeBodyHash()}, declared {block.Header.BodyHash}";
        if (block.BodySizeBytes != block.Header.BodySizeBytes)
            return $"body size {block.BodySizeBytes}, declared {block.Header.BodySizeBytes}";
        return block.StoredBytes.Span.SequenceEqual(stored) ? null : "the bytes are not kept";
    }

    private static bool IsByron(string[] row) => row[4].StartsWith("byron", StringComparison.Ordinal);

    private static IEnumerable<string[]> Rows() => VectorFiles.ReadText("blocks/index.tsv").Split('\n').Skip(1)
        .Where(l => l.Length > 0).Select(l => l.Split('\t'));

    private static byte[] Read(string[] row)
    {
        byte[] file = VectorFiles.ReadBytes("blocks/" + row[0]);
        byte[] bytes = row[1] == "hex" ? Convert.FromHexString(Encoding.ASCII.GetString(file).Trim()) : file;
        return row[2] == "era-tagged"
            ? bytes
            : BlockWrapping.Store(Enum.Parse<Era>(row[4], ignoreCase: true), bytes);
    }
}
