using System.Buffers.Binary;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Types;

/// <summary>The cold key's word that a hot (KES) key may sign blocks from a KES period on.</summary>
/// <remarks>
/// Shape: four CBOR items <c>hot_vkey .size 32, counter, kes_period, signature .size 64</c>: an array of their own in
/// Babbage and Conway headers and in files, flat in the headers before.
/// Spec: cardano-ledger <c>Cardano.Protocol.TPraos.OCert</c>.
/// </remarks>
public sealed record OperationalCertificate(
    ReadOnlyMemory<byte> HotVerificationKey,
    ulong Counter,
    KesPeriod StartKesPeriod,
    ReadOnlyMemory<byte> Signature)
{
    /// <summary>The size of the hot (KES) verification key.</summary>
    public const int HotVerificationKeySizeBytes = 32;

    /// <summary>The size of the cold key's Ed25519 signature.</summary>
    public const int SignatureSizeBytes = 64;

    /// <summary>The size of what the cold key signs.</summary>
    public const int SignedSizeBytes = 48;

    /// <summary>
    /// Writes what the cold key signs: hot key ‖ counter ‖ start period, the numbers in 8 big-endian bytes.
    /// </summary>
    /// <remarks>
    /// Spec: https://github.com/IntersectMBO/cardano-ledger/blob/030c3b12f128f22b9d721a31b6b5ae1b75211d68/libs/cardano-protocol-tpraos/src/Cardano/Protocol/TPraos/OCert.hs (OCertSignable)
    /// </remarks>
    public void WriteSigned(Span<byte> destination) =>
        WriteSigned(HotVerificationKey.Span, Counter, StartKesPeriod, destination);

    /// <summary>The same from its parts, for a certificate that is not signed yet.</summary>
    public static void WriteSigned(
        ReadOnlySpan<byte> hotVerificationKey, ulong counter, KesPeriod startKesPeriod, Span<byte> destination)
    {
        hotVerificationKey.CopyTo(destination);
        BinaryPrimitives.WriteUInt64BigEndian(destination[HotVerificationKeySizeBytes..], counter);
        BinaryPrimitives.WriteUInt64BigEndian(destination[(HotVerificationKeySizeBytes + 8)..], startKesPeriod.Value);
    }

    /// <summary>Same bytes and numbers.</summary>
    public bool Equals(OperationalCertificate? other) => other is not null
        && Counter == other.Counter
        && StartKesPeriod == other.StartKesPeriod
        && HotVerificationKey.Span.SequenceEqual(other.HotVerificationKey.Span)
        && Signature.Span.SequenceEqual(other.Signature.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Counter, StartKesPeriod);
}
