using System.Buffers;
using PoolTopology.Conformance.Transactions;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Conformance.Blocks;

/// <summary>blocks/golden-consensus: the reference's own wire and disk codecs, with artificial content.</summary>
public class GoldenConsensus
{
    private const string Root = "blocks/golden-consensus";

    [VectorFact]
    public void Headers_are_unwrapped_and_wrapped_to_the_same_bytes() => VectorRun.All(
        "blocks/golden-headers", Files("CardanoNodeToNodeVersion2", "Header_"), Name, file =>
        {
            byte[] wrapped = File.ReadAllBytes(file);
            BlockHeader header = BlockWrapping.ReadHeader(wrapped);
            ArrayBufferWriter<byte> output = new();
            BlockWrapping.WriteHeader(output, header);
            if (!output.WrittenSpan.SequenceEqual(wrapped))
                return "wrapped again, the bytes differ";
            return EraOf(file) == header.Era ? null : $"read as {header.Era}";
        },
        atLeast: 5);

    [VectorFact]
    public void Blocks_on_the_wire_decode() => VectorRun.All(
        "blocks/golden-wire", Files("CardanoNodeToNodeVersion2", "Block_"), Name, file =>
        {
            CborReader reader = new(File.ReadAllBytes(file));
            reader.ReadTag(24);
            return CheckBlock(reader.ReadBytes().ToArray(), file);
        },
        atLeast: 5);

    [VectorFact]
    public void Blocks_on_disk_decode() => VectorRun.All(
        "blocks/golden-disk", Files("disk", "Block_"), Name, file => CheckBlock(File.ReadAllBytes(file), file), atLeast: 4);

    [VectorFact]
    public void Transactions_are_unwrapped_and_wrapped_to_the_same_bytes() => VectorRun.All(
        "blocks/golden-transactions", Files("CardanoNodeToNodeVersion2", "GenTx_"), Name, file =>
        {
            byte[] wrapped = File.ReadAllBytes(file);
            Transaction transaction = TransactionWrapping.Read(wrapped);
            ArrayBufferWriter<byte> output = new();
            CborReader reader = new(wrapped);
            reader.ReadArrayStart(2);
            reader.ReadUInt64();
            reader.ReadTag(24);
            TransactionWrapping.Write(output, transaction.Era, reader.ReadBytes());
            if (!output.WrittenSpan.SequenceEqual(wrapped))
                return "wrapped again, the bytes differ";
            return EraOf(file) == transaction.Era ? null : $"read as {transaction.Era}";
        },
        atLeast: 4);

    [VectorFact]
    public void Transaction_ids_are_unwrapped_and_wrapped_to_the_same_bytes() => VectorRun.All(
        "blocks/golden-transaction-ids", Files("CardanoNodeToNodeVersion2", "GenTxId_"), Name, file =>
        {
            byte[] wrapped = File.ReadAllBytes(file);
            (Era era, Hash32 id) = TransactionWrapping.ReadId(wrapped);
            ArrayBufferWriter<byte> output = new();
            TransactionWrapping.WriteId(output, era, id);
            if (!output.WrittenSpan.SequenceEqual(wrapped))
                return "wrapped again, the bytes differ";
            return EraOf(file) == era ? null : $"read as {era}";
        },
        atLeast: 4);

    private static string? CheckBlock(byte[] stored, string file)
    {
        Block block = Block.Decode(stored);
        if (block.ComputeBodyHash() != block.Header.BodyHash)
            return $"body hash {block.ComputeBodyHash()}, declared {block.Header.BodyHash}";
        if (BodyWalk.Compare(block) is string fault)
            return fault;
        return EraOf(file) == block.Era ? null : $"read as {block.Era}";
    }

    private static string[] Files(string folder, string prefix) =>
        [.. Directory.GetFiles(VectorFiles.PathOf($"{Root}/{folder}"), prefix + "*")
            .Where(f => Enum.TryParse(f.Split('_')[^1], out Era era) && era > Era.Byron)
            .Order(StringComparer.Ordinal)];

    private static Era EraOf(string file) => Enum.Parse<Era>(file.Split('_')[^1]);

    private static string Name(string file) => Path.GetFileName(file);
}
