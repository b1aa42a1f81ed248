using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Keys;
using PoolTopology.Crypto.Secrets;

namespace PoolTopology.Keys.Seeds;

/// <summary>Makes keys from seeds that live no longer than the making.</summary>
internal sealed class KeyFactory(SeedSource seeds)
{
    private const int SeedSizeBytes = 32;

    public Ed25519SigningKey Ed25519(EnvelopeKind kind, string purpose) =>
        Make(purpose, seed => Ed25519SigningKey.FromSeed(kind, seed));

    public VrfSigningKey Vrf(string purpose) => Make(purpose, VrfSigningKey.FromSeed);

    public KesSigningKey Kes(string purpose) => Make(purpose, KesSigningKey.FromSeed);

    private TKey Make<TKey>(string purpose, Func<ReadOnlySpan<byte>, TKey> fromSeed)
    {
        using SecretBytes seed = new(SeedSizeBytes);
        seeds.Fill(purpose, seed.Span);
        return fromSeed(seed.Span);
    }
}
