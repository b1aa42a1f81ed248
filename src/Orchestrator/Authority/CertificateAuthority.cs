using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Rpc.Identity;

namespace PoolTopology.Orchestrator.Authority;

/// <summary>The pool's own certificate authority: one ECDSA P-256 key in a file, which signs certificates for hours.</summary>
/// <remarks>
/// Lies in a folder of the state directory: ca.key (PKCS 8, 0600) and ca.pem. A certificate begins
/// <see cref="RpcIdentity.ClockTolerance"/> before it is made, so that a clock that is late accepts it. What a request
/// asks for beside its key is not looked at: the name is the authority's decision.
/// </remarks>
internal sealed class CertificateAuthority : IDisposable
{
    private const int SerialBytes = 16;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan Life = TimeSpan.FromDays(10 * 365);
    private static readonly Oid ServerUse = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientUse = new("1.3.6.1.5.5.7.3.2");

    private readonly ECDsa _key;
    private readonly TimeProvider _time;

    private CertificateAuthority(string pool, ECDsa key, X509Certificate2 certificate, TimeProvider time)
    {
        Pool = pool;
        _key = key;
        Certificate = certificate;
        _time = time;
    }

    /// <summary>The pool whose authority it is: the trust domain of all names.</summary>
    public string Pool { get; }

    /// <summary>Its own certificate, without the key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The trust domain of a pool.</summary>
    public static string PoolOf(string ticker) => ticker.ToLowerInvariant();

    /// <summary>Opens the authority in a folder, or makes one there.</summary>
    /// <exception cref="CommandFailure">The key may be read by others, or the files are another pool's or do not belong together.</exception>
    public static CertificateAuthority Open(string folder, string pool, TimeProvider time)
    {
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        string keyFile = Path.Combine(folder, "ca.key");
        string certificateFile = Path.Combine(folder, "ca.pem");
        if (!File.Exists(keyFile))
            MakeKey(keyFile);
        if ((File.GetUnixFileMode(keyFile) & ~OwnerOnly) != 0)
            throw new CommandFailure(ExitCodes.SafetyRefusal, $"others may read {keyFile}, the authority's key", $"chmod 0600 {keyFile}");
        ECDsa key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(keyFile));
        // A start that was cut off between the two files left the key alone.
        if (!File.Exists(certificateFile))
            WriteOnce(certificateFile, MakeCertificate(key, pool, time).ExportCertificatePem() + "\n");
        X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(certificateFile);
        if (certificate.SubjectName.Name != SubjectOf(pool).Name)
            throw new CommandFailure(
                ExitCodes.SafetyRefusal, $"{certificateFile} belongs to {certificate.Subject}, and this is pool {pool}",
                "use the state directory of this pool");
        if (!certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
            throw new CommandFailure(
                ExitCodes.SafetyRefusal, $"{keyFile} is not the key of {certificateFile}: what it signed would be believed by nobody",
                "restore both files from one backup");
        return new CertificateAuthority(pool, key, certificate, time);
    }

    /// <summary>Issues the certificate of whoever holds a key.</summary>
    /// <param name="name">Whom it is for.</param>
    /// <param name="key">The key, whose possession was proved.</param>
    /// <param name="life">How long it is good for.</param>
    /// <param name="hosts">Addresses under which a server is reached, for clients that look at them.</param>
    public X509Certificate2 Issue(PeerName name, PublicKey key, TimeSpan life, params IEnumerable<string> hosts)
    {
        CertificateRequest request = new(new X500DistinguishedName($"CN={name.Name}, OU={PeerName.Word(name.Role)}, O={Pool}"), key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddUri(new Uri(name.Uri));
        foreach (string host in hosts)
        {
            if (IPAddress.TryParse(host, out IPAddress? address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [name.Role == PeerRole.Orchestrator ? ServerUse : ClientUse], critical: true));
        DateTimeOffset now = _time.GetUtcNow();
        DateTimeOffset end = now + life;
        return request.Create(
            Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), now - RpcIdentity.ClockTolerance,
            end < Certificate.NotAfter ? end : Certificate.NotAfter, NewSerial());
    }

    /// <summary>Makes a key and its certificate at once: for the server, and for what a person carries to another place.</summary>
    public X509Certificate2 IssueWithKey(PeerName name, TimeSpan life, params IEnumerable<string> hosts)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 bare = Issue(name, new PublicKey(key), life, hosts);
        return bare.CopyWithPrivateKey(key);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        Certificate.Dispose();
    }

    private static void MakeKey(string path)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        WriteOnce(path, key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>Of several processes that make the authority at once, the first one's file stays, and all read that.</summary>
    private static void WriteOnce(string path, string text)
    {
        string beside = $"{path}.{Environment.ProcessId}-{Guid.NewGuid():N}";
        IdentityFile.Write(beside, text);
        try
        {
            // Links, and so fails where the name is taken.
            File.Move(beside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(beside);
        }
    }

    private static X509Certificate2 MakeCertificate(ECDsa key, string pool, TimeProvider time)
    {
        CertificateRequest request = new(SubjectOf(pool), key, HashAlgorithmName.SHA256);
        // It vouches for holders, not for further authorities.
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        DateTimeOffset now = time.GetUtcNow();
        return request.CreateSelfSigned(now - RpcIdentity.ClockTolerance, now + Life);
    }

    private static X500DistinguishedName SubjectOf(string pool) => new($"CN={pool} pool authority");

    private static byte[] NewSerial()
    {
        byte[] serial = RandomNumberGenerator.GetBytes(SerialBytes);
        // A positive number without leading zeros, as DER wants it.
        serial[0] = (byte)(serial[0] & 0x7f | 0x40);
        return serial;
    }
}
