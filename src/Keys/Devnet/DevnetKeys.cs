using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Keys;
using PoolTopology.Keys.Seeds;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Keys.Devnet;

/// <summary>All keys of one devnet pool. The owner disposes it.</summary>
internal sealed class DevnetKeys : IDisposable
{
    private DevnetKeys(KeyFactory factory, string pool)
    {
        Cold = factory.Ed25519(EnvelopeKind.ColdSigningKey, pool + " cold");
        Vrf = factory.Vrf(pool + " vrf");
        Kes = factory.Kes(pool + " kes");
        Payment = factory.Ed25519(EnvelopeKind.PaymentSigningKey, pool + " payment");
        Stake = factory.Ed25519(EnvelopeKind.StakeSigningKey, pool + " stake");
        Certificate = Cold.Issue(Kes.VerificationKey, issueNumber: 0, new KesPeriod(0));
    }

    public Ed25519SigningKey Cold { get; }

    public VrfSigningKey Vrf { get; }

    public KesSigningKey Kes { get; }

    public Ed25519SigningKey Payment { get; }

    public Ed25519SigningKey Stake { get; }

    /// <summary>Valid from the first slot on.</summary>
    public OperationalCertificate Certificate { get; }

    /// <summary>The counter after that certificate.</summary>
    public IssueCounter Counter => new(Certificate.IssueNumber + 1, Cold.VerificationKey.Bytes);

    /// <summary>Makes the keys of pool <paramref name="number"/>, counted from 1.</summary>
    public static DevnetKeys Make(KeyFactory factory, int number) => new(factory, $"pool {number}");

    /// <summary>What the genesis says about the pool.</summary>
    public DevnetPool Registered(Coin funds) => new(
        Cold.VerificationKey.Hash28,
        Vrf.VerificationKey.Hash32,
        Payment.VerificationKey.Hash28,
        Stake.VerificationKey.Hash28,
        funds);

    public void Dispose()
    {
        Cold.Dispose();
        Vrf.Dispose();
        Kes.Dispose();
        Payment.Dispose();
        Stake.Dispose();
    }
}
