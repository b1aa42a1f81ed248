using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Conformance.Transactions.Mutations;

/// <summary>A transaction of a real block, with the ledger before that block.</summary>
internal sealed class Specimen(Block block, int index, LedgerState ticked)
{
    public Block Block { get; } = block;

    public int Index { get; } = index;

    public LedgerState Ledger { get; } = ticked;

    public Transaction Transaction => Block.Transactions[Index];

    public TransactionBody Body => Transaction.Body;

    public TransactionWitnesses Witnesses => Transaction.Witnesses;

    public Slot Slot => Block.Header.Slot;

    public RawTransaction Copy() => RawTransaction.Of(Transaction);

    /// <summary>An output from before the block that the block does not spend.</summary>
    public TransactionInput? Find(Func<TransactionOutput, bool> wanted) => FindInput((_, output) => wanted(output));

    /// <summary>An output from before the block that the block does not spend, by its place too.</summary>
    public TransactionInput? FindInput(Func<TransactionInput, TransactionOutput, bool> wanted)
    {
        HashSet<TransactionInput> spent = [.. Block.Transactions.SelectMany(it => it.Body.Inputs)];
        foreach ((TransactionInput input, TransactionOutput output) in Ledger.Utxo.Outputs)
        {
            if (wanted(input, output) && !spent.Contains(input))
                return input;
        }
        return null;
    }

    /// <summary>The fee is enough for a changed transaction, so that its size is no reason to refuse it.</summary>
    public bool CanPayFor(RawTransaction changed)
    {
        int more = changed.Decode().SizeBytes - Transaction.SizeBytes;
        ulong slack = Body.Fee.Value - Math.Min(Body.Fee.Value, MinimumFee());
        return more <= 0 || (ulong)more * Ledger.Parameters.MinFeePerByte.Value <= slack;
    }

    private ulong MinimumFee()
    {
        ExecutionPrices prices = Ledger.Parameters.ExecutionPrices;
        Rational scripts = Witnesses.Redeemers.Aggregate(Rational.Zero, (sum, it) =>
            sum + (prices.PerMemory * it.Units.Memory) + (prices.PerStep * it.Units.Steps));
        return (ulong)scripts.Ceiling()
            + ((ulong)Transaction.SizeBytes * Ledger.Parameters.MinFeePerByte.Value)
            + Ledger.Parameters.MinFeeConstant.Value;
    }

    /// <summary>An output that the transaction spends; null where the same block made it.</summary>
    public TransactionOutput? Spent(TransactionInput input) =>
        Ledger.Utxo.Outputs.TryFind(input, out TransactionOutput? output) ? output : null;

    /// <summary>The block with another transaction in the place of this one.</summary>
    public Block With(RawTransaction changed) =>
        With(changed.Body.ToArray(), changed.Witnesses.ToArray(), changed.Auxiliary, changed.IsValid);

    /// <summary>The block with other bytes in the place of this transaction, decodable or not.</summary>
    public Block With(byte[] body, byte[] witnesses, byte[] auxiliary, bool isValid)
    {
        List<byte[]> parts = [.. Block.BodyParts.Select(part => part.ToArray())];
        parts[0] = Replace(parts[0], body);
        parts[1] = Replace(parts[1], witnesses);
        parts[2] = WithAuxiliary(parts[2], auxiliary);
        parts[3] = Raw.Array([
            .. Raw.Items(parts[3]).Where(it => !it.SequenceEqual(Raw.UInt((ulong)Index))),
            .. isValid ? Array.Empty<byte[]>() : [Raw.UInt((ulong)Index)],
        ]);
        return Assemble(parts);
    }

    /// <summary>The block with the transaction once more behind all others.</summary>
    public Block Twice()
    {
        RawTransaction copy = Copy();
        List<byte[]> parts = [.. Block.BodyParts.Select(part => part.ToArray())];
        parts[0] = Raw.Array([.. Raw.Items(parts[0]), copy.Body.ToArray()]);
        parts[1] = Raw.Array([.. Raw.Items(parts[1]), copy.Witnesses.ToArray()]);
        List<(byte[], byte[])> auxiliary = Raw.Entries(parts[2]);
        if (Transaction.Auxiliary is not null)
            auxiliary.Add((Raw.UInt((ulong)Block.TransactionCount), copy.Auxiliary));
        parts[2] = Raw.Map(auxiliary);
        return Assemble(parts);
    }

    private byte[] Replace(byte[] array, byte[] item)
    {
        List<byte[]> items = Raw.Items(array);
        items[Index] = item;
        return Raw.Array(items);
    }

    private byte[] WithAuxiliary(byte[] map, byte[] auxiliary)
    {
        RawMap entries = new(map) { [(ulong)Index] = auxiliary is [0xf6] ? null : auxiliary };
        return entries.ToArray();
    }

    // The header stays as it is: the ledger's rules do not look at the body's hash.
    private Block Assemble(List<byte[]> parts)
    {
        List<byte[]> stored = Raw.Items(Block.StoredBytes.ToArray());
        byte[] header = Raw.Items(stored[1])[0];
        return Block.Decode(Raw.Array([stored[0], Raw.Array([header, .. parts])]));
    }
}
