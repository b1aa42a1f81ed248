using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Files;
using PoolTopology.Crypto.Eddsa;
using PoolTopology.Crypto.Secrets;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Credentials.Keys;

/// <summary>A cold, payment or stake key in locked memory. The owner disposes it.</summary>
/// <remarks>It has no printable form and is never part of an error.</remarks>
public sealed class Ed25519SigningKey : IDisposable
{
    private readonly EnvelopeKind _kind;
    private readonly SecretBytes _seed;

    private Ed25519SigningKey(EnvelopeKind kind, SecretBytes seed)
    {
        _kind = kind;
        _seed = seed;
        Span<byte> verificationKey = stackalloc byte[Ed25519.PublicKeySizeBytes];
        Ed25519.PublicKeyOf(seed.Span, verificationKey);
        VerificationKey = new VerificationKey(PublicHalfOf(kind), verificationKey);
    }

    /// <summary>The public half.</summary>
    public VerificationKey VerificationKey { get; }

    /// <summary>A key of the given kind from a seed of 32 bytes, which is copied; the caller erases it.</summary>
    public static Ed25519SigningKey FromSeed(EnvelopeKind kind, ReadOnlySpan<byte> seed) =>
        new(kind, SecretBytes.CopyOf(seed));

    /// <summary>Reads a cold key.</summary>
    public static CredentialResult<Ed25519SigningKey> ReadCold(string path)
    {
        CredentialResult<SecretKey> read = EnvelopeReader.ReadSecretKey(path, EnvelopeKind.ColdSigningKey);
        return read.IsRead ? new Ed25519SigningKey(read.Value.Kind, read.Value.Bytes) : read.Error;
    }

    /// <summary>Writes the key beside its name, for its owner alone.</summary>
    public CredentialResult<PendingFile> Write(string path) =>
        EnvelopeWriter.WriteSecretKey(path, _kind, _seed.Span);

    /// <summary>Certifies a KES key.</summary>
    public OperationalCertificate Issue(VerificationKey kesKey, ulong issueNumber, KesPeriod startKesPeriod)
    {
        ArgumentNullException.ThrowIfNull(kesKey);
        Span<byte> signed = stackalloc byte[OperationalCertificate.SignedSizeBytes];
        Span<byte> signature = stackalloc byte[Ed25519.SignatureSizeBytes];
        OperationalCertificate.WriteSigned(kesKey.Bytes, issueNumber, startKesPeriod, signed);
        Ed25519.Sign(_seed.Span, signed, signature);
        return new OperationalCertificate(
            kesKey.Bytes, issueNumber, startKesPeriod, signature, VerificationKey.Bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _seed.Dispose();

    private static EnvelopeKind PublicHalfOf(EnvelopeKind kind) =>
        kind == EnvelopeKind.ColdSigningKey ? EnvelopeKind.ColdVerificationKey
        : kind == EnvelopeKind.PaymentSigningKey ? EnvelopeKind.PaymentVerificationKey
        : kind == EnvelopeKind.StakeSigningKey ? EnvelopeKind.StakeVerificationKey
        : throw new ArgumentException("not a kind of Ed25519 signing key", nameof(kind));
}
