using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Files;
using PoolTopology.Crypto.Kes;
using PoolTopology.Crypto.Secrets;

namespace PoolTopology.Credentials.Keys;

/// <summary>A KES key in locked memory, at one of its 64 periods; earlier ones are erased. The owner disposes it.</summary>
/// <remarks>
/// Units: periods are counted from the certificate's start period. A file holds the key at period 0.
/// Thread rules: one owner; evolving and signing must not overlap.
/// </remarks>
public sealed class KesSigningKey : IDisposable
{
    private readonly SecretBytes _key;

    private KesSigningKey(SecretBytes key)
    {
        _key = key;
        Span<byte> verificationKey = stackalloc byte[SumKes.VerificationKeySizeBytes];
        SumKes.VerificationKeyOf(key.Span, verificationKey);
        VerificationKey = new VerificationKey(EnvelopeKind.KesVerificationKey, verificationKey);
    }

    /// <summary>The public half: the same in every period.</summary>
    public VerificationKey VerificationKey { get; }

    /// <summary>The period that the key signs now.</summary>
    public int Period { get; private set; }

    /// <summary>A key at period 0 from a seed of 32 bytes; the caller erases it.</summary>
    public static KesSigningKey FromSeed(ReadOnlySpan<byte> seed)
    {
        SecretBytes key = new(SumKes.SigningKeySizeBytes);
        SumKes.GenerateKey(seed, key.Span);
        return new KesSigningKey(key);
    }

    /// <summary>Reads a key at period 0 and checks that its seed belongs to its public half.</summary>
    public static CredentialResult<KesSigningKey> Read(string path)
    {
        CredentialResult<SecretKey> read = EnvelopeReader.ReadSecretKey(path, EnvelopeKind.KesSigningKey);
        if (!read.IsRead)
            return read.Error;
        KesSigningKey key = new(read.Value.Bytes);
        if (key.CanSign())
            return key;
        key.Dispose();
        return new CredentialError.InconsistentKey(path);
    }

    /// <summary>Writes the key beside its name, for its owner alone.</summary>
    /// <remarks>Pre: the key is at period 0; a file never holds another period.</remarks>
    public CredentialResult<PendingFile> Write(string path) => Period == 0
        ? EnvelopeWriter.WriteSecretKey(path, EnvelopeKind.KesSigningKey, _key.Span)
        : throw new InvalidOperationException("a KES key that has evolved is not written");

    /// <summary>Evolves to a later period, erasing what could sign earlier ones.</summary>
    /// <remarks>Pre: the period is not before <see cref="Period"/> and below 64. Cost: up to 32 key generations each.</remarks>
    public void EvolveTo(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, Period);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(period, SumKes.Periods);
        for (; Period < period; Period++)
            _ = SumKes.Update(_key.Span, Period);
    }

    /// <summary>Signs in the period that the key is at: 448 bytes.</summary>
    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature) =>
        SumKes.Sign(_key.Span, Period, message, signature);

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    // The leaf's seed and the tree of public keys lie apart in the file: a trial signature shows that they match.
    private bool CanSign()
    {
        Span<byte> signature = stackalloc byte[SumKes.SignatureSizeBytes];
        ReadOnlySpan<byte> message = "trial"u8;
        Sign(message, signature);
        return SumKes.Verify(VerificationKey.Bytes, Period, message, signature);
    }
}
