using System.Formats.Tar;
using System.IO.Compression;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Conformance.Transactions;

/// <summary>chain-preview: every transaction of the real chain decodes, and its parts are where they belong.</summary>
public class PreviewTransactions
{
    [VectorFact]
    public void Every_block_decodes_with_its_transactions_and_declares_its_body()
    {
        long blocks = 0, transactions = 0;
        foreach (byte[] chunk in Chunks())
        {
            for (int at = 0; at < chunk.Length; blocks++)
            {
                CborReader reader = new(chunk.AsSpan(at));
                reader.Skip();
                Block block = Block.Decode(chunk.AsMemory(at, reader.Position));
                at += reader.Position;
                string? fault = BodyWalk.Compare(block);
                Assert.True(fault is null, $"{block.Point}: {fault}");
                Assert.Equal(block.Header.BodyHash, block.ComputeBodyHash());
                Assert.Equal(block.Header.BodySizeBytes, (uint)block.BodySizeBytes);
                foreach (Transaction transaction in block.Transactions)
                    RequireStandingAlone(block.Era, transaction);
                transactions += block.Transactions.Length;
            }
        }
        Assert.True(blocks > 41_000 && transactions > 5_000, $"{blocks} blocks, {transactions} transactions");
    }

    // A transaction put together as it is submitted is the same one.
    private static void RequireStandingAlone(Era era, Transaction transaction)
    {
        byte[] submitted =
        [
            0x84, .. transaction.Body.Bytes.Span, .. transaction.Witnesses.Bytes.Span,
            transaction.IsValid ? (byte)0xf5 : (byte)0xf4,
            .. transaction.Auxiliary is AuxiliaryData auxiliary ? auxiliary.Bytes.ToArray() : [0xf6],
        ];
        Assert.Equal(transaction.Body.AuxiliaryDataHash, transaction.Auxiliary?.Hash);
        Transaction again = Transaction.Decode(era, submitted);
        Assert.Equal(
            (transaction.Id, transaction.SizeBytes, transaction.IsValid), (again.Id, again.SizeBytes, again.IsValid));
        Assert.Equal(submitted.Length, again.SizeBytes + 1);
    }

    private static IEnumerable<byte[]> Chunks()
    {
        foreach (string archive in Directory.GetFiles(VectorFiles.PathOf("chain-preview"), "*.tar.gz").Order(StringComparer.Ordinal))
        {
            using FileStream file = File.OpenRead(archive);
            using GZipStream gzip = new(file, CompressionMode.Decompress);
            using TarReader tar = new(gzip);
            while (tar.GetNextEntry() is TarEntry entry)
            {
                if (!entry.Name.EndsWith(".chunk", StringComparison.Ordinal))
                    continue;
                using MemoryStream content = new();
                entry.DataStream!.CopyTo(content);
                yield return content.ToArray();
            }
        }
    }
}
