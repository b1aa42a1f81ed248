using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Files;
using PoolTopology.Crypto.Ecvrf;
using PoolTopology.Crypto.Secrets;

namespace PoolTopology.Credentials.Keys;

/// <summary>A VRF key in locked memory: it decides in which slots its pool leads. The owner disposes it.</summary>
public sealed class VrfSigningKey : IDisposable
{
    private readonly SecretBytes _key;

    private VrfSigningKey(SecretBytes key)
    {
        _key = key;
        VerificationKey = new VerificationKey(EnvelopeKind.VrfVerificationKey, key.Span[Vrf.SeedSizeBytes..]);
    }

    /// <summary>The public half.</summary>
    public VerificationKey VerificationKey { get; }

    /// <summary>A key from a seed of 32 bytes; the caller erases it.</summary>
    public static VrfSigningKey FromSeed(ReadOnlySpan<byte> seed)
    {
        SecretBytes key = new(Vrf.SecretKeySizeBytes);
        Vrf.KeyPairFromSeed(seed, key.Span);
        return new VrfSigningKey(key);
    }

    /// <summary>Reads a key and checks that its public half belongs to its seed.</summary>
    /// <remarks>A proof under another public half would reveal the seed to whoever sees it.</remarks>
    public static CredentialResult<VrfSigningKey> Read(string path)
    {
        CredentialResult<SecretKey> read = EnvelopeReader.ReadSecretKey(path, EnvelopeKind.VrfSigningKey);
        if (!read.IsRead)
            return read.Error;
        SecretBytes key = read.Value.Bytes;
        using SecretBytes expected = new(Vrf.SecretKeySizeBytes);
        Vrf.KeyPairFromSeed(key.Span[..Vrf.SeedSizeBytes], expected.Span);
        if (key.HasSameBytes(expected.Span))
            return new VrfSigningKey(key);
        key.Dispose();
        return new CredentialError.InconsistentKey(path);
    }

    /// <summary>Writes the key beside its name, for its owner alone.</summary>
    public CredentialResult<PendingFile> Write(string path) =>
        EnvelopeWriter.WriteSecretKey(path, EnvelopeKind.VrfSigningKey, _key.Span);

    /// <summary>Writes the output for an input: 64 bytes, without proof.</summary>
    public void Evaluate(ReadOnlySpan<byte> input, Span<byte> output) => Vrf.Evaluate(_key.Span, input, output);

    /// <summary>Writes the outputs for inputs of equal length, one after the other: much faster than one by one.</summary>
    public void EvaluateMany(ReadOnlySpan<byte> inputs, Span<byte> outputs) =>
        Vrf.EvaluateMany(_key.Span, inputs, outputs);

    /// <summary>Writes the proof for an input: 80 bytes.</summary>
    public void Prove(ReadOnlySpan<byte> input, Span<byte> proof) => Vrf.Prove(_key.Span, input, proof);

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
