using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>What an output says to the script that guards it.</summary>
public abstract record Datum
{
    private Datum()
    {
    }

    /// <summary>The one value of <see cref="Absent"/>.</summary>
    public static Datum None { get; } = new Absent();

    /// <summary>Nothing.</summary>
    public sealed record Absent : Datum;

    /// <summary>The BLAKE2b-256 of a datum that the spender will show.</summary>
    public sealed record OfHash(Hash32 Hash) : Datum;

    /// <summary>The datum itself, Babbage on.</summary>
    /// <remarks>Shape: CBOR plutus_data as received, structure checked.</remarks>
    public sealed record Inline(ReadOnlyMemory<byte> PlutusData) : Datum
    {
        /// <summary>Same bytes.</summary>
        public bool Equals(Inline? other) =>
            other is not null && PlutusData.Span.SequenceEqual(other.PlutusData.Span);

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            HashCode hash = default;
            hash.AddBytes(PlutusData.Span);
            return hash.ToHashCode();
        }
    }
}
