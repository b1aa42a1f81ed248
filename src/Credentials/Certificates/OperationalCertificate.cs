using System.Buffers;
using System.Buffers.Binary;
using PoolTopology.Crypto.Eddsa;
using PoolTopology.Crypto.Kes;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Credentials.Certificates;

/// <summary>The cold key's statement that a KES key may sign the pool's blocks from a KES period on.</summary>
/// <remarks>
/// Shape: array(2) of array(4) [KES verification key (32 bytes), issue number, start KES period, signature (64 bytes)]
/// and the cold verification key (32 bytes). Immutable.
/// Spec: Shelley formal specification, operational certificates.
/// </remarks>
public sealed class OperationalCertificate
{
    /// <summary>Bytes that the cold key signs: KES key, issue number and start period.</summary>
    public const int SignedSizeBytes = SumKes.VerificationKeySizeBytes + 8 + 8;

    private readonly byte[] _kesVerificationKey;
    private readonly byte[] _signature;
    private readonly byte[] _coldVerificationKey;

    /// <summary>A certificate from its parts, which are copied.</summary>
    /// <remarks>Errors: ArgumentException for keys or signatures of another length.</remarks>
    public OperationalCertificate(
        ReadOnlySpan<byte> kesVerificationKey,
        ulong issueNumber,
        KesPeriod startKesPeriod,
        ReadOnlySpan<byte> signature,
        ReadOnlySpan<byte> coldVerificationKey)
    {
        Require(kesVerificationKey.Length == SumKes.VerificationKeySizeBytes, nameof(kesVerificationKey));
        Require(signature.Length == Ed25519.SignatureSizeBytes, nameof(signature));
        Require(coldVerificationKey.Length == Ed25519.PublicKeySizeBytes, nameof(coldVerificationKey));
        _kesVerificationKey = kesVerificationKey.ToArray();
        IssueNumber = issueNumber;
        StartKesPeriod = startKesPeriod;
        _signature = signature.ToArray();
        _coldVerificationKey = coldVerificationKey.ToArray();
        PoolId = PoolIds.Of(coldVerificationKey);
    }

    /// <summary>The KES key that may sign; 32 bytes.</summary>
    public ReadOnlyMemory<byte> KesVerificationKey => _kesVerificationKey;

    /// <summary>Counts the certificates of this cold key; the chain accepts its last one or one more.</summary>
    public ulong IssueNumber { get; }

    /// <summary>The first KES period in which the certificate is valid: period 0 of the KES key.</summary>
    public KesPeriod StartKesPeriod { get; }

    /// <summary>The cold key's signature; 64 bytes.</summary>
    public ReadOnlyMemory<byte> Signature => _signature;

    /// <summary>The cold key that issued; 32 bytes.</summary>
    public ReadOnlyMemory<byte> ColdVerificationKey => _coldVerificationKey;

    /// <summary>The pool that issued: the hash of its cold key.</summary>
    public Hash28 PoolId { get; }

    /// <summary>Reads a certificate.</summary>
    /// <remarks>Errors: <see cref="CborException"/>. The signature is not checked: see <see cref="IsSigned"/>.</remarks>
    public static OperationalCertificate Decode(ReadOnlySpan<byte> cbor)
    {
        CborReader reader = new(cbor);
        reader.ReadArrayStart(2);
        reader.ReadArrayStart(4);
        ReadOnlySpan<byte> kesVerificationKey = reader.ReadBytes(SumKes.VerificationKeySizeBytes);
        ulong issueNumber = reader.ReadUInt64();
        KesPeriod startKesPeriod = new(reader.ReadUInt64());
        ReadOnlySpan<byte> signature = reader.ReadBytes(Ed25519.SignatureSizeBytes);
        ReadOnlySpan<byte> coldVerificationKey = reader.ReadBytes(Ed25519.PublicKeySizeBytes);
        reader.ExpectEnd();
        return new OperationalCertificate(
            kesVerificationKey, issueNumber, startKesPeriod, signature, coldVerificationKey);
    }

    /// <summary>The bytes that go into an envelope.</summary>
    public byte[] Encode()
    {
        ArrayBufferWriter<byte> output = new();
        CborWriter writer = new(output);
        writer.WriteArrayStart(2);
        writer.WriteArrayStart(4);
        writer.WriteBytes(_kesVerificationKey);
        writer.WriteUInt64(IssueNumber);
        writer.WriteUInt64(StartKesPeriod.Value);
        writer.WriteBytes(_signature);
        writer.WriteBytes(_coldVerificationKey);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Whether the signature is the cold key's over the other fields.</summary>
    public bool IsSigned()
    {
        Span<byte> signed = stackalloc byte[SignedSizeBytes];
        WriteSigned(_kesVerificationKey, IssueNumber, StartKesPeriod, signed);
        return Ed25519.Verify(_coldVerificationKey, signed, _signature);
    }

    /// <summary>The first KES period in which the certificate is valid no more.</summary>
    /// <param name="maxKesEvolutions">How many periods the network lets a certificate live.</param>
    /// <remarks>A start so late that the end does not fit 64 bits has the greatest period as its end.</remarks>
    public KesPeriod EndKesPeriod(ulong maxKesEvolutions) => new(
        StartKesPeriod.Value > ulong.MaxValue - maxKesEvolutions
            ? ulong.MaxValue
            : StartKesPeriod.Value + maxKesEvolutions);

    // KES verification key || issue number || start period, both as 8 bytes, big-endian.
    internal static void WriteSigned(
        ReadOnlySpan<byte> kesVerificationKey, ulong issueNumber, KesPeriod startKesPeriod, Span<byte> destination)
    {
        kesVerificationKey.CopyTo(destination);
        BinaryPrimitives.WriteUInt64BigEndian(destination[SumKes.VerificationKeySizeBytes..], issueNumber);
        BinaryPrimitives.WriteUInt64BigEndian(
            destination[(SumKes.VerificationKeySizeBytes + 8)..], startKesPeriod.Value);
    }

    private static void Require(bool condition, string parameter)
    {
        if (!condition)
            throw new ArgumentException("wrong length", parameter);
    }
}
