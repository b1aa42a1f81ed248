using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Conformance.Transactions;

/// <summary>Holds the decoded transactions of a block against its parts, walked item by item.</summary>
internal static class BodyWalk
{
    /// <summary>Says where the decoded transactions differ from the bytes, or null.</summary>
    public static string? Compare(Block block)
    {
        List<byte[]> bodies = Elements(block.BodyParts[0]);
        List<byte[]> witnesses = Elements(block.BodyParts[1]);
        Dictionary<int, byte[]> auxiliary = Entries(block.BodyParts[2]);
        HashSet<int> invalid = block.Era >= Era.Alonzo
            ? [.. Elements(block.BodyParts[3]).Select(i => (int)new CborReader(i).ReadUInt64())]
            : [];
        if (block.Transactions.Length != block.TransactionCount)
            return $"{block.Transactions.Length} transactions";
        for (int i = 0; i < block.Transactions.Length; i++)
        {
            Transaction transaction = block.Transactions[i];
            byte[]? auxiliaryBytes = auxiliary.GetValueOrDefault(i);
            if (transaction.Id != Digest.Blake2b256(bodies[i]))
                return $"id {transaction.Id} of transaction {i}";
            if (!transaction.Witnesses.Bytes.Span.SequenceEqual(witnesses[i]))
                return $"witnesses of transaction {i}";
            if (transaction.IsValid == invalid.Contains(i))
                return $"validity of transaction {i}";
            Hash32? auxiliaryHash = auxiliaryBytes is null ? null : Digest.Blake2b256(auxiliaryBytes);
            if (transaction.Auxiliary?.Hash != auxiliaryHash)
                return $"auxiliary data of transaction {i}";
            int size = 1 + bodies[i].Length + witnesses[i].Length + (auxiliaryBytes?.Length ?? 1);
            if (transaction.SizeBytes != size)
                return $"{transaction.SizeBytes} bytes of transaction {i}, not {size}";
            if (CompareOutputs(block.Era, transaction.Body, bodies[i]) is string fault)
                return $"{fault} of transaction {i}";
        }
        return null;
    }

    // Each output's own bytes, its value read again from a detached copy.
    private static string? CompareOutputs(Era era, TransactionBody body, byte[] bytes)
    {
        List<byte[]> outputs = Elements(Entries(bytes)[1]);
        for (int i = 0; i < outputs.Count; i++)
        {
            TransactionOutput output = body.Outputs[i];
            if (!output.Bytes.Span.SequenceEqual(outputs[i]))
                return $"bytes of output {i}";
            TransactionOutput copy = output.DetachedCopy();
            if (copy.Value != output.Value || copy.Address != output.Address || copy.Datum != output.Datum
                || copy.ReferenceScript?.Hash != output.ReferenceScript?.Hash)
                return $"copy of output {i}";
            if (TransactionOutput.Decode(era, outputs[i]).Value != output.Value)
                return $"value of output {i}";
        }
        return null;
    }

    private static List<byte[]> Elements(ReadOnlyMemory<byte> array)
    {
        CborReader reader = new(array.Span);
        if (reader.PeekType() == CborMajorType.Tag)
            reader.ReadTag();
        int? count = reader.ReadArrayStart();
        List<byte[]> elements = [];
        while (reader.HasNext(count, elements.Count))
            elements.Add(reader.ReadEncoded().ToArray());
        return elements;
    }

    private static Dictionary<int, byte[]> Entries(ReadOnlyMemory<byte> map)
    {
        CborReader reader = new(map.Span);
        int? count = reader.ReadMapStart();
        Dictionary<int, byte[]> entries = [];
        for (int i = 0; reader.HasNext(count, i); i++)
            entries[(int)reader.ReadUInt64()] = reader.ReadEncoded().ToArray();
        return entries;
    }
}
