using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Transactions.Decoding;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>A transaction of the Shelley era or later, as a view over the bytes that it came in.</summary>
/// <remarks>Well-formed as its era's decoder says, not valid: the rules are elsewhere.</remarks>
public sealed class Transaction
{
    /// <summary>Puts a transaction together from its parts.</summary>
    public Transaction(
        Era era, TransactionBody body, TransactionWitnesses witnesses, AuxiliaryData? auxiliary, bool isValid)
    {
        Era = era;
        Body = body;
        Witnesses = witnesses;
        Auxiliary = auxiliary;
        IsValid = isValid;
        Id = Digest.Blake2b256(body.Bytes.Span);
    }

    /// <summary>The era whose decoder read it.</summary>
    public Era Era { get; }

    /// <summary>BLAKE2b-256 of the body as received.</summary>
    public Hash32 Id { get; }

    /// <summary>What it does.</summary>
    public TransactionBody Body { get; }

    /// <summary>What allows it.</summary>
    public TransactionWitnesses Witnesses { get; }

    /// <summary>What travels with it.</summary>
    public AuxiliaryData? Auxiliary { get; }

    /// <summary>Its maker says that its scripts succeed; when not, its collateral is spent. True before Alonzo.</summary>
    public bool IsValid { get; }

    /// <summary>The size that fee and size limit count.</summary>
    /// <remarks>
    /// Units: bytes: one for the array, the body, the witnesses, the auxiliary data or one for null. The validity tag
    /// does not count, so that Alonzo's transactions are as large as Mary's.
    /// Spec: cardano-ledger <c>toCBORForSizeComputation</c>.
    /// </remarks>
    public int SizeBytes => 1 + Body.Bytes.Length + Witnesses.Bytes.Length + (Auxiliary?.Bytes.Length ?? 1);

    /// <summary>Reads one transaction as submitted, and nothing after it.</summary>
    /// <remarks>
    /// Shape: <c>[body, witnesses, auxiliary data or null]</c>, from Alonzo on <c>[body, witnesses, valid, auxiliary
    /// data or null]</c>.
    /// </remarks>
    /// <exception cref="CborException">The bytes are not a transaction of that era.</exception>
    public static Transaction Decode(Era era, ReadOnlyMemory<byte> bytes) => TransactionDecoder.Decode(era, bytes);
}
