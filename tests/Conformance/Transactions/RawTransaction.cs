using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;

namespace PoolTopology.Conformance.Transactions;

/// <summary>A transaction as bytes, to be changed in one thing and decoded again.</summary>
internal sealed class RawTransaction
{
    private static readonly byte[] Null = [0xf6];

    private RawTransaction(Era era, byte[] body, byte[] witnesses, bool isValid, byte[] auxiliary)
    {
        Era = era;
        Body = new RawMap(body);
        Witnesses = new RawMap(witnesses);
        IsValid = isValid;
        Auxiliary = auxiliary;
    }

    public Era Era { get; set; }

    public RawMap Body { get; }

    public RawMap Witnesses { get; }

    public bool IsValid { get; set; }

    public byte[] Auxiliary { get; set; }

    public static RawTransaction Of(Transaction transaction) => new(
        transaction.Era,
        transaction.Body.Bytes.ToArray(),
        transaction.Witnesses.Bytes.ToArray(),
        transaction.IsValid,
        transaction.Auxiliary?.Bytes.ToArray() ?? Null);

    /// <summary>A transaction of three or four items, whatever its era writes.</summary>
    public static RawTransaction Parse(Era era, byte[] bytes)
    {
        List<byte[]> items = Raw.Items(bytes);
        return new RawTransaction(era, items[0], items[1], items.Count < 4 || items[2][0] == 0xf5, items[^1]);
    }

    /// <summary>Other auxiliary data, and their hash in the body.</summary>
    public void SetAuxiliary(byte[] auxiliary)
    {
        Auxiliary = auxiliary;
        Body[7] = Raw.Hash(Digest.Blake2b256(auxiliary));
    }

    public Transaction Decode() => Transaction.Decode(Era, Era < Era.Alonzo
        ? Raw.Array([Body.ToArray(), Witnesses.ToArray(), Auxiliary])
        : Raw.Array([Body.ToArray(), Witnesses.ToArray(), [IsValid ? (byte)0xf5 : (byte)0xf4], Auxiliary]));
}
