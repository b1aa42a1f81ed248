using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Files;
using PoolTopology.Crypto.Eddsa;
using PoolTopology.Crypto.Secrets;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Credentials.Keys;

/// <summary>A cold, payment or stake key in locked memory. The owner disposes it.</summary>
/// <remarks>
/// Two forms: a seed of 32 bytes, or an extended key of 128 (scalar, nonce prefix, public key, chain code), which
/// wallets and hardware devices derive. It has no printable form and is never part of an error.
/// </remarks>
public sealed class Ed25519SigningKey : IDisposable
{
    private readonly EnvelopeKind _kind;
    private readonly SecretBytes _key;

    private Ed25519SigningKey(EnvelopeKind kind, SecretBytes key)
    {
        _kind = kind;
        _key = key;
        Span<byte> verificationKey = stackalloc byte[Ed25519.PublicKeySizeBytes];
        if (IsExtended)
            ExpandedEd25519.PublicKeyOf(Expanded, verificationKey);
        else
            Ed25519.PublicKeyOf(key.Span, verificationKey);
        VerificationKey = new VerificationKey(PublicHalfOf(kind), verificationKey);
    }

    /// <summary>The public half, without a chain code.</summary>
    public VerificationKey VerificationKey { get; }

    private bool IsExtended => _kind == EnvelopeKind.ColdExtendedSigningKey;

    private ReadOnlySpan<byte> Expanded => _key.Span[..ExpandedEd25519.KeySizeBytes];

    /// <summary>A key of the given kind from a seed of 32 bytes, which is copied; the caller erases it.</summary>
    public static Ed25519SigningKey FromSeed(EnvelopeKind kind, ReadOnlySpan<byte> seed) =>
        new(kind, SecretBytes.CopyOf(seed));

    /// <summary>Reads a cold key, plain or extended.</summary>
    public static CredentialResult<Ed25519SigningKey> ReadCold(string path)
    {
        CredentialResult<SecretKey> read = EnvelopeReader.ReadSecretKey(
            path, EnvelopeKind.ColdSigningKey, EnvelopeKind.ColdExtendedSigningKey);
        if (!read.IsRead)
            return read.Error;
        Ed25519SigningKey key = new(read.Value.Kind, read.Value.Bytes);
        if (key.IsConsistent())
            return key;
        key.Dispose();
        return new CredentialError.InconsistentKey(path);
    }

    /// <summary>Writes the key beside its name, for its owner alone.</summary>
    public CredentialResult<PendingFile> Write(string path) =>
        EnvelopeWriter.WriteSecretKey(path, _kind, _key.Span);

    /// <summary>Certifies a KES key.</summary>
    public OperationalCertificate Issue(VerificationKey kesKey, ulong issueNumber, KesPeriod startKesPeriod)
    {
        ArgumentNullException.ThrowIfNull(kesKey);
        Span<byte> signed = stackalloc byte[OperationalCertificate.SignedSizeBytes];
        Span<byte> signature = stackalloc byte[Ed25519.SignatureSizeBytes];
        OperationalCertificate.WriteSigned(kesKey.Bytes, issueNumber, startKesPeriod, signed);
        if (IsExtended)
            ExpandedEd25519.Sign(Expanded, signed, signature);
        else
            Ed25519.Sign(_key.Span, signed, signature);
        return new OperationalCertificate(
            kesKey.Bytes, issueNumber, startKesPeriod, signature, VerificationKey.Bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    // Only an extended key's file repeats the public half.
    private bool IsConsistent() => !IsExtended || VerificationKey.HasSameBytes(
        _key.Span.Slice(ExpandedEd25519.KeySizeBytes, Ed25519.PublicKeySizeBytes));

    private static EnvelopeKind PublicHalfOf(EnvelopeKind kind) =>
        kind == EnvelopeKind.ColdSigningKey || kind == EnvelopeKind.ColdExtendedSigningKey
            ? EnvelopeKind.ColdVerificationKey
        : kind == EnvelopeKind.PaymentSigningKey ? EnvelopeKind.PaymentVerificationKey
        : kind == EnvelopeKind.StakeSigningKey ? EnvelopeKind.StakeVerificationKey
        : throw new ArgumentException("not a kind of Ed25519 signing key", nameof(kind));
}
