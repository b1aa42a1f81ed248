using System.Text;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Eras.Byron;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.TestKit;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Conformance.Transactions;

/// <summary>Real blocks of every era with bits changed or bytes cut off: read, or refused with CborException.</summary>
public class HostileBlocks
{
    [VectorFact]
    public void Changed_and_cut_blocks_are_read_or_refused()
    {
        (string Era, byte[] Stored)[] blocks = [.. Blocks()];
        Assert.True(blocks.Length > 40, $"{blocks.Length} blocks");
        Seeds.ForAll(4_000, random =>
        {
            (string era, byte[] stored) = blocks[random.Next(blocks.Length)];
            byte[] bytes = random.Next(4) == 0 ? stored[..random.Next(stored.Length)] : [.. stored];
            for (int change = random.Next(1, 4); change > 0 && bytes.Length > 0; change--)
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            Attempt(era, bytes);
        });
    }

    private static void Attempt(string era, byte[] bytes)
    {
        try
        {
            if (era.StartsWith("byron", StringComparison.Ordinal))
            {
                ByronBlock.Decode(bytes);
                return;
            }
            foreach (Transaction transaction in Block.Decode(bytes).Transactions)
            {
                foreach (TransactionOutput output in transaction.Body.Outputs)
                    _ = (output.Address, output.Value, output.Datum, output.DetachedCopy());
            }
        }
        catch (CborException refusal)
        {
            Assert.True(refusal.Offset >= 0 && refusal.Offset <= bytes.Length, $"{refusal}");
        }
    }

    private static IEnumerable<(string Era, byte[] Stored)> Blocks()
    {
        foreach (string line in VectorFiles.ReadText("blocks/index.tsv").Split('\n').Skip(1).Where(l => l.Length > 0))
        {
            string[] row = line.Split('\t');
            byte[] file = VectorFiles.ReadBytes("blocks/" + row[0]);
            byte[] bytes = row[1] == "hex" ? Convert.FromHexString(Encoding.ASCII.GetString(file).Trim()) : file;
            if (row[2] == "era-tagged")
                yield return (row[4], bytes);
            else if (row[4].StartsWith("byron", StringComparison.Ordinal))
                yield return (row[4], [0x82, row[4] == "byron-ebb" ? (byte)0 : (byte)1, .. bytes]);
            else
                yield return (row[4], BlockWrapping.Store(Enum.Parse<Era>(row[4], ignoreCase: true), bytes));
        }
    }
}
