using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Transactions.Decoding;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>Metadata and scripts that travel with a transaction and that its body names by hash.</summary>
/// <remarks>Spec: ledger CDDL <c>auxiliary_data</c>: a map, an array of two, or a map behind tag 259.</remarks>
public sealed class AuxiliaryData
{
    /// <summary>The data as received.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>BLAKE2b-256 of <see cref="Bytes"/>.</summary>
    public required Hash32 Hash { get; init; }

    /// <summary>The metadata map as received, structure checked; empty when absent.</summary>
    public ReadOnlyMemory<byte> Metadata { get; init; }

    /// <summary>
    /// Some text or bytes of the metadata are longer than 64 bytes: taken in Shelley, refused by a rule from Allegra on.
    /// </summary>
    public bool HasOversizedMetadata { get; init; }

    /// <summary>Scripts of all languages.</summary>
    public ImmutableArray<Script> Scripts { get; init; } = [];

    /// <summary>Reads auxiliary data and nothing after it.</summary>
    /// <exception cref="CborException">The bytes are not auxiliary data of that era.</exception>
    public static AuxiliaryData Decode(Era era, ReadOnlyMemory<byte> bytes)
    {
        TransactionReader reader = new(era, bytes);
        AuxiliaryData auxiliary = AuxiliaryDataDecoder.Read(ref reader);
        reader.ExpectEnd();
        return auxiliary;
    }
}
