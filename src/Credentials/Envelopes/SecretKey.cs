using PoolTopology.Crypto.Secrets;

namespace PoolTopology.Credentials.Envelopes;

/// <summary>A signing key as it lies in its envelope. The owner disposes it.</summary>
internal sealed class SecretKey(EnvelopeKind kind, SecretBytes bytes) : IDisposable
{
    public EnvelopeKind Kind { get; } = kind;

    public SecretBytes Bytes { get; } = bytes;

    public void Dispose() => Bytes.Dispose();
}
