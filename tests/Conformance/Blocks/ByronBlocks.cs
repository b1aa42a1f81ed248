using System.Text;
using PoolTopology.Ledger.Eras.Byron;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Conformance.Blocks;

/// <summary>blocks: Byron's main and boundary blocks decode, hash, link and declare their bodies.</summary>
public class ByronBlocks
{
    private const ulong EpochLengthSlots = 21_600;

    [VectorFact]
    public void Byron_decodes_to_its_hash_slot_and_body()
    {
        string[][] rows = [.. VectorFiles.ReadText("blocks/index.tsv").Split('\n').Skip(1)
            .Where(l => l.Length > 0).Select(l => l.Split('\t')).Where(r => r[4].StartsWith("byron", StringComparison.Ordinal))];
        VectorRun.All("blocks/byron", rows, r => r[0], Check, atLeast: 15);
    }

    [VectorFact]
    public void The_golden_block_of_Byron_decodes() => VectorRun.All(
        "blocks/golden-byron", Directory.GetFiles(VectorFiles.PathOf("blocks/golden-consensus/disk"), "Block_Byron*"),
        Path.GetFileName,
        file => ByronBlock.Decode(File.ReadAllBytes(file)).IsBoundary == file.EndsWith("EBB", StringComparison.Ordinal)
            ? null
            : "a block of the other kind",
        atLeast: 1);

    private static string? Check(string[] row)
    {
        byte[] file = VectorFiles.ReadBytes("blocks/" + row[0]);
        byte[] bytes = row[1] == "hex" ? Convert.FromHexString(Encoding.ASCII.GetString(file).Trim()) : file;
        bool isBoundary = row[4] == "byron-ebb";
        byte[] stored = row[2] == "era-tagged" ? bytes : [0x82, isBoundary ? (byte)0 : (byte)1, .. bytes];
        ByronBlock block = ByronBlock.Decode(stored);
        if (block.Hash.ToString() != row[7])
            return $"hash {block.Hash}";
        if (block.IsBoundary != isBoundary || block.BlockNo.ToString() != row[6])
            return $"boundary {block.IsBoundary}, height {block.BlockNo}";
        if (!isBoundary && block.SlotOf(EpochLengthSlots).ToString() != row[5])
            return $"slot {block.SlotOf(EpochLengthSlots)}";
        if (row[8].Length > 0 && block.TransactionIds.Length.ToString() != row[8])
            return $"{block.TransactionIds.Length} transactions";
        return block.IsBodyAsDeclared ? null : "the body is not the declared one";
    }
}
