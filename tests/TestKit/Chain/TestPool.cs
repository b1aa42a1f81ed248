using System.Buffers.Binary;
using PoolTopology.Crypto.Blake2;
using PoolTopology.Crypto.Ecvrf;
using PoolTopology.Crypto.Eddsa;
using PoolTopology.Crypto.Kes;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.TestKit.Chain;

/// <summary>A stake pool with all its keys in the open: signs whatever a test wants signed.</summary>
public sealed class TestPool
{
    private readonly byte[] _coldSeed;
    private readonly byte[] _vrfSecretKey;
    // The KES key at each evolution reached so far: tests sign backwards in time, which a real key must not.
    private readonly List<byte[]> _kesKeys;

    /// <summary>
    /// A pool from its keys: Ed25519 seed, VRF secret key (64 bytes), Sum6 KES key of evolution 0 (608 bytes).
    /// </summary>
    public TestPool(
        ReadOnlySpan<byte> coldSeed, ReadOnlySpan<byte> vrfSecretKey, ReadOnlySpan<byte> kesSigningKey)
    {
        _coldSeed = coldSeed.ToArray();
        _vrfSecretKey = vrfSecretKey.ToArray();
        _kesKeys = [kesSigningKey.ToArray()];
        byte[] cold = new byte[Ed25519.PublicKeySizeBytes];
        Ed25519.PublicKeyOf(coldSeed, cold);
        ColdVerificationKey = cold;
        byte[] kes = new byte[SumKes.VerificationKeySizeBytes];
        SumKes.VerificationKeyOf(kesSigningKey, kes);
        KesVerificationKey = kes;
        Certificate = Certify(0, default);
    }

    /// <summary>The pool that a number stands for: the same keys in every run.</summary>
    public static TestPool FromNumber(int number)
    {
        byte[] vrf = new byte[Vrf.SecretKeySizeBytes];
        Vrf.KeyPairFromSeed(SeedOf("vrf", number), vrf);
        byte[] kes = new byte[SumKes.SigningKeySizeBytes];
        SumKes.GenerateKey(SeedOf("kes", number), kes);
        return new TestPool(SeedOf("cold", number), vrf, kes);
    }

    /// <summary>The cold key's public half.</summary>
    public ReadOnlyMemory<byte> ColdVerificationKey { get; }

    /// <summary>The KES key's public half.</summary>
    public ReadOnlyMemory<byte> KesVerificationKey { get; }

    /// <summary>The VRF key's public half.</summary>
    public ReadOnlyMemory<byte> VrfVerificationKey => _vrfSecretKey.AsMemory(Vrf.SeedSizeBytes);

    /// <summary>The VRF signing key, 64 bytes.</summary>
    public ReadOnlyMemory<byte> VrfSigningKey => _vrfSecretKey;

    /// <summary>The KES signing key of evolution 0, 608 bytes.</summary>
    public ReadOnlyMemory<byte> KesSigningKey => _kesKeys[0];

    /// <summary>The pool's identifier.</summary>
    public Hash28 PoolId => Digest.Blake2b224(ColdVerificationKey.Span);

    /// <summary>What the pool registers of its VRF key.</summary>
    public Hash32 VrfKeyHash => Digest.Blake2b256(VrfVerificationKey.Span);

    /// <summary>
    /// The certificate that blocks carry, unless a test says otherwise; counter 0 from period 0 at first.
    /// </summary>
    public OperationalCertificate Certificate { get; set; }

    /// <summary>A certificate of the pool's KES key, signed by its cold key.</summary>
    public OperationalCertificate Certify(ulong counter, KesPeriod start)
    {
        Span<byte> signed = stackalloc byte[OperationalCertificate.SignedSizeBytes];
        OperationalCertificate.WriteSigned(KesVerificationKey.Span, counter, start, signed);
        byte[] signature = new byte[Ed25519.SignatureSizeBytes];
        Ed25519.Sign(_coldSeed, signed, signature);
        return new OperationalCertificate(KesVerificationKey, counter, start, signature);
    }

    /// <summary>The VRF output and proof for an input.</summary>
    public VrfCertificate Prove(ReadOnlySpan<byte> input)
    {
        byte[] proof = new byte[Vrf.ProofSizeBytes];
        Vrf.Prove(_vrfSecretKey, input, proof);
        byte[] output = new byte[Vrf.OutputSizeBytes];
        Vrf.ProofToHash(proof, output);
        return new VrfCertificate(output, proof);
    }

    /// <summary>The KES signature of a message at an evolution.</summary>
    public byte[] SignKes(int evolution, ReadOnlySpan<byte> message)
    {
        while (_kesKeys.Count <= evolution)
        {
            byte[] next = _kesKeys[^1].ToArray();
            SumKes.Update(next, _kesKeys.Count - 1);
            _kesKeys.Add(next);
        }
        byte[] signature = new byte[SumKes.SignatureSizeBytes];
        SumKes.Sign(_kesKeys[evolution], evolution, message, signature);
        return signature;
    }

    /// <summary>The seed of a key of <see cref="FromNumber"/>: <c>cold</c>, <c>vrf</c> or <c>kes</c>.</summary>
    public static byte[] SeedOf(string use, int number)
    {
        byte[] name = System.Text.Encoding.UTF8.GetBytes($"test pool {use} ....");
        BinaryPrimitives.WriteInt32BigEndian(name.AsSpan(name.Length - 4), number);
        return Blake2b.Hash256(name);
    }
}
