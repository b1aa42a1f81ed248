using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Transactions.Decoding;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Transactions;

/// <summary>What a transaction shows to be allowed to do what its body says.</summary>
/// <remarks>
/// Invariant: in the order received; from Conway on nothing twice where the grammar says set.
/// Spec: ledger CDDL <c>transaction_witness_set</c>.
/// </remarks>
public sealed class TransactionWitnesses
{
    /// <summary>The witness set as received.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>0: signatures of keys.</summary>
    public ImmutableArray<VKeyWitness> VKeys { get; init; } = [];

    /// <summary>2: signatures for Byron addresses.</summary>
    public ImmutableArray<BootstrapWitness> Bootstraps { get; init; } = [];

    /// <summary>1, 3, 6, 7: scripts of all languages.</summary>
    public ImmutableArray<Script> Scripts { get; init; } = [];

    /// <summary>4: datums.</summary>
    public ImmutableArray<DatumWitness> Datums { get; init; } = [];

    /// <summary>The value of key 4 as received, for the script data hash; empty when absent.</summary>
    public ReadOnlyMemory<byte> DatumsBytes { get; init; }

    /// <summary>5: redeemers.</summary>
    public ImmutableArray<Redeemer> Redeemers { get; init; } = [];

    /// <summary>The value of key 5 as received, for the script data hash; empty when absent.</summary>
    public ReadOnlyMemory<byte> RedeemersBytes { get; init; }

    /// <summary>Reads one witness set and nothing after it.</summary>
    /// <exception cref="CborException">The bytes are not a witness set of that era.</exception>
    public static TransactionWitnesses Decode(Era era, ReadOnlyMemory<byte> bytes)
    {
        TransactionReader reader = new(era, bytes);
        TransactionWitnesses witnesses = WitnessDecoder.Read(ref reader);
        reader.ExpectEnd();
        return witnesses;
    }
}
