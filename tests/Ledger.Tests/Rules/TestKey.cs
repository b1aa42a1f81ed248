using PoolTopology.Crypto.Eddsa;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Tests.Rules;

/// <summary>An Ed25519 key made from a number.</summary>
internal sealed class TestKey
{
    private readonly byte[] _seed;

    private TestKey(byte[] seed)
    {
        _seed = seed;
        PublicKey = new byte[Ed25519.PublicKeySizeBytes];
        Ed25519.PublicKeyOf(seed, PublicKey);
        Hash = Digest.Blake2b224(PublicKey);
    }

    public byte[] PublicKey { get; }

    public Hash28 Hash { get; }

    public Credential Credential => Credential.OfKey(Hash);

    /// <summary>An enterprise address of the test network.</summary>
    public byte[] Address => [0x60, .. Hash.ToArray()];

    public static TestKey Of(byte number) => new([.. Enumerable.Repeat(number, Ed25519.SeedSizeBytes)]);

    public byte[] Sign(Hash32 message)
    {
        byte[] signature = new byte[Ed25519.SignatureSizeBytes];
        Ed25519.Sign(_seed, message.ToArray(), signature);
        return signature;
    }
}
