using System.Globalization;
using System.Text;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Storage.Blocks;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Storage.Tests.Blocks;

public sealed class StoredBlockParserTests
{
    private static readonly StoredBlockParser Parser = new(21_600, null);

    [VectorFact]
    public void Parse_of_real_blocks_of_every_era_finds_slot_height_and_hash_by_structure_alone()
    {
        HashSet<byte> eras = [];
        foreach (string[] row in Rows())
        {
            byte[] block = Bytes(row[0], row[1]);
            BlockSummary summary = Parser.Parse(block);
            Assert.Equal(row[5], summary.Slot.ToString());
            Assert.Equal(row[6], summary.BlockNo.ToString());
            Assert.Equal(row[7], summary.Hash.ToString());
            Assert.Equal(block.Length, summary.SizeBytes);
            Assert.True(Parser.IsIntact(block, summary), row[0]);
            // What follows the block in a file does not disturb.
            Assert.Equal(summary, Parser.Parse([.. block, 0xff, 0x00]));
            eras.Add(summary.EraTag);
        }
        Assert.Superset(new HashSet<byte> { 1, 2, 3, 4, 5, 6, 7 }, eras);
    }

    [VectorFact]
    public void Parse_of_a_boundary_block_takes_its_slot_from_the_epoch()
    {
        string[] row = File.ReadAllLines(VectorFiles.PathOf("blocks/index.tsv")).Select(line => line.Split('\t'))
            .Single(cells => cells[0].Contains("byron_ebb", StringComparison.Ordinal));
        byte[] block = Bytes(row[0], row[1]);
        byte[] stored = row[2] == "bare" ? [0x82, 0x00, .. block] : block;
        BlockSummary summary = Parser.Parse(stored);
        Assert.True(summary.IsEpochBoundary);
        Assert.Equal(row[7], summary.Hash.ToString());
        Assert.Equal(0ul, summary.Slot.Value % 21_600);
    }

    [Fact]
    public void Parse_of_any_truncation_throws()
    {
        byte[] block = TestBlocks.After(null, 1).Bytes;
        for (int size = 0; size < block.Length; size++)
            Assert.Throws<CborException>(() => Parser.Parse(block.AsSpan(0, size)));
    }

    [Fact]
    public void Parse_of_random_or_changed_bytes_returns_or_throws_CborException()
    {
        Random random = new(11);
        byte[] block = TestBlocks.After(null, 1).Bytes;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = block.ToArray();
            if (i % 2 == 0)
                random.NextBytes(bytes);
            else
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                BlockSummary summary = Parser.Parse(bytes);
                Parser.IsIntact(bytes.AsSpan(0, summary.SizeBytes), summary);
            }
            catch (CborException)
            {
                // The one exception that malformed bytes may throw.
            }
        }
    }

    [Fact]
    public void IsIntact_of_a_changed_body_is_false()
    {
        byte[] block = TestBlocks.After(null, 1).Bytes;
        block[^10] ^= 1;
        Assert.False(Parser.IsIntact(block, Parser.Parse(block)));
    }

    private static IEnumerable<string[]> Rows() =>
        VectorFiles.ReadText("blocks/index.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Select(line => line.Split('\t')).Where(cells => cells[2] == "era-tagged");

    private static byte[] Bytes(string file, string encoding)
    {
        byte[] bytes = VectorFiles.ReadBytes("blocks/" + file);
        return encoding == "hex"
            ? Convert.FromHexString(Encoding.ASCII.GetString(bytes).Trim().ToUpper(CultureInfo.InvariantCulture))
            : bytes;
    }
}
