using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Transactions.Decoding;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Types;

/// <summary>A block of any era from Shelley on, as a view over its stored bytes.</summary>
/// <remarks>
/// Shape: <c>[eraTag, [header, part, …]]</c>, with three parts to Mary (bodies, witnesses, auxiliary data) and a fourth
/// from Alonzo on (indices of transactions that failed their scripts).
/// Invariant: hashes and sizes are taken of the received bytes, never of a re-encoding. The parts are well-formed CBOR;
/// transactions are counted, and decoded when asked for.
/// </remarks>
public sealed class Block
{
    private const int BodyPartsMax = 4;

    private readonly ReadOnlyMemory<byte>[] _bodyParts;
    private readonly int _bodiesAt;
    private ImmutableArray<Transaction> _transactions;

    private Block(
        ReadOnlyMemory<byte> storedBytes,
        BlockHeader header,
        ReadOnlyMemory<byte>[] bodyParts,
        int bodiesAt,
        int transactionCount)
    {
        StoredBytes = storedBytes;
        Header = header;
        _bodyParts = bodyParts;
        _bodiesAt = bodiesAt;
        TransactionCount = transactionCount;
    }

    /// <summary>The bytes as stored: <c>[eraTag, block]</c>.</summary>
    public ReadOnlyMemory<byte> StoredBytes { get; }

    /// <summary>The header.</summary>
    public BlockHeader Header { get; }

    /// <summary>The era of the tag.</summary>
    public Era Era => Header.Era;

    /// <summary>The block's slot and hash.</summary>
    public Point Point => Header.Point;

    /// <summary>How many transactions the body holds.</summary>
    public int TransactionCount { get; }

    /// <summary>The transactions, as the era's decoder reads them.</summary>
    /// <remarks>
    /// Cost: the first call decodes them all and later calls return the same ones; first calls on several threads
    /// at once may each decode, and all return the same ones.
    /// </remarks>
    /// <exception cref="CborException">A transaction is not one of the era; offsets count in the stored bytes.</exception>
    public ImmutableArray<Transaction> Transactions
    {
        get
        {
            if (_transactions.IsDefault)
            {
                ImmutableInterlocked.InterlockedInitialize(
                    ref _transactions, BlockBodyDecoder.Read(Era, StoredBytes, _bodiesAt));
            }
            return _transactions;
        }
    }

    /// <summary>The parts of the body in their order in the block, each one whole CBOR item.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> BodyParts => _bodyParts;

    /// <summary>The size of the body: of its parts, without the array around them and the header.</summary>
    /// <remarks>
    /// Spec: cardano-ledger <c>bBodySize</c>, the length of the parts' concatenation.
    /// </remarks>
    public int BodySizeBytes
    {
        get
        {
            int sum = 0;
            foreach (ReadOnlyMemory<byte> part in _bodyParts)
                sum += part.Length;
            return sum;
        }
    }

    /// <summary>H(H(part 1) ‖ H(part 2) ‖ …) with H = BLAKE2b-256, over the parts as received.</summary>
    /// <remarks>
    /// Spec: https://github.com/IntersectMBO/cardano-ledger/blob/030c3b12f128f22b9d721a31b6b5ae1b75211d68/eras/alonzo/impl/src/Cardano/Ledger/Alonzo/TxSeq.hs (hashAlonzoSegWits) and
    /// Shelley's <c>bbHash</c> with three parts.
    /// </remarks>
    public Hash32 ComputeBodyHash() => BodyHashOf(_bodyParts);

    /// <summary>The hash of a body given as its parts, three or four.</summary>
    public static Hash32 BodyHashOf(IReadOnlyList<ReadOnlyMemory<byte>> bodyParts)
    {
        ArgumentNullException.ThrowIfNull(bodyParts);
        Span<byte> hashes = stackalloc byte[BodyPartsMax * Hash32.SizeBytes];
        for (int i = 0; i < bodyParts.Count; i++)
            Digest.Blake2b256(bodyParts[i].Span).CopyTo(hashes[(i * Hash32.SizeBytes)..]);
        return Digest.Blake2b256(hashes[..(bodyParts.Count * Hash32.SizeBytes)]);
    }

    /// <summary>Reads one stored block and nothing after it.</summary>
    /// <exception cref="CborException">The bytes are not a block of Shelley or later.</exception>
    public static Block Decode(ReadOnlyMemory<byte> storedBytes)
    {
        CborReader reader = new(storedBytes.Span);
        reader.ReadArrayStart(2);
        int tagAt = reader.Position;
        Era era = EraTable.ReadBlockTag(ref reader);
        int partCount = EraTable.BodyParts(era);
        if (partCount == 0)
            throw new CborException(tagAt, "a block of the Shelley era or later", $"one of {era}");
        int? itemCount = reader.ReadArrayStart();
        if (itemCount is not null && itemCount != partCount + 1)
            throw new CborException(tagAt + 1, $"an array of {partCount + 1}", $"one of {itemCount}");
        ReadOnlyMemory<byte> headerBytes = Next(storedBytes, ref reader);
        int bodiesAt = reader.Position;
        int transactionCount = CountElements(reader);
        ReadOnlyMemory<byte>[] parts = new ReadOnlyMemory<byte>[partCount];
        parts[0] = Next(storedBytes, ref reader);
        int witnessesAt = reader.Position;
        int witnessCount = CountElements(reader);
        if (witnessCount != transactionCount)
            throw new CborException(witnessesAt, $"witnesses of {transactionCount} transactions", $"of {witnessCount}");
        for (int i = 1; i < partCount; i++)
            parts[i] = Next(storedBytes, ref reader);
        if (itemCount is null && !reader.TryReadBreak())
            throw new CborException(reader.Position, "the break of the block", "another item");
        reader.ExpectEnd();
        return new Block(storedBytes, BlockHeader.Decode(era, headerBytes), parts, bodiesAt, transactionCount);
    }

    private static ReadOnlyMemory<byte> Next(ReadOnlyMemory<byte> all, ref CborReader reader)
    {
        int from = reader.Position;
        reader.Skip();
        return all[from..reader.Position];
    }

    // On a copy of the reader: the elements are read again as one part.
    private static int CountElements(CborReader part)
    {
        if (part.ReadArrayStart() is int count)
            return count;
        int found = 0;
        for (; part.HasNext(null, found); found++)
            part.Skip();
        return found;
    }
}
