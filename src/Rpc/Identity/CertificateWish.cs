using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PoolTopology.Rpc.Identity;

/// <summary>A key that was just made, and the request for a certificate over it. The key stays where it was made.</summary>
public sealed class CertificateWish : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Makes a key.</summary>
    /// <param name="name">Whom the certificate is for; the authority decides that by itself.</param>
    public CertificateWish(string name) =>
        Request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256).CreateSigningRequest();

    /// <summary>The request, PKCS 10 in DER, signed with the key.</summary>
    public byte[] Request { get; }

    /// <summary>The certificate that came, with the key.</summary>
    /// <exception cref="CryptographicException">It is for another key.</exception>
    public X509Certificate2 Fulfil(byte[] certificate)
    {
        using X509Certificate2 bare = X509CertificateLoader.LoadCertificate(certificate);
        try
        {
            return bare.CopyWithPrivateKey(_key);
        }
        catch (ArgumentException other)
        {
            throw new CryptographicException("the certificate that came is for another key", other);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
