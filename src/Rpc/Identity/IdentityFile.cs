using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PoolTopology.Rpc.Identity;

/// <summary>An identity as one PEM text: the authority's certificate, the own certificate, its private key.</summary>
/// <remarks>Shape: two CERTIFICATE blocks in this order and one PRIVATE KEY (PKCS 8, not encrypted).</remarks>
public static class IdentityFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The text of an identity.</summary>
    public static string ToText(X509Certificate2 authority, X509Certificate2 own)
    {
        ArgumentNullException.ThrowIfNull(authority);
        ArgumentNullException.ThrowIfNull(own);
        using ECDsa key = own.GetECDsaPrivateKey() ?? throw new CryptographicException($"the key of {own.Subject} is missing");
        return $"{authority.ExportCertificatePem()}\n{own.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }

    /// <summary>Reads the text of an identity.</summary>
    /// <exception cref="CryptographicException">It has another shape.</exception>
    public static (X509Certificate2 Authority, X509Certificate2 Own) FromText(string pem)
    {
        X509Certificate2Collection certificates = [];
        certificates.ImportFromPem(pem);
        if (certificates.Count != 2)
            throw new CryptographicException($"{certificates.Count} certificates, where an authority's and its holder's are expected");
        using ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
        }
        catch (ArgumentException absent)
        {
            throw new CryptographicException("no private key in it", absent);
        }
        using X509Certificate2 bare = certificates[1];
        return (certificates[0], bare.CopyWithPrivateKey(key));
    }

    /// <summary>Reads a file that nobody but its owner may read.</summary>
    /// <exception cref="CryptographicException">Others may read it, or it has another shape.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static (X509Certificate2 Authority, X509Certificate2 Own) Read(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            throw new CryptographicException($"others may read {path}, which holds a private key: chmod 0400");
        return FromText(File.ReadAllText(path));
    }

    /// <summary>Writes a file that nobody but its owner may read; on disk, and whole, when this returns.</summary>
    public static void Write(string path, string pem)
    {
        ArgumentNullException.ThrowIfNull(path);
        string beside = path + ".new";
        File.Delete(beside);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (FileStream file = new(beside, options))
        {
            file.Write(Encoding.ASCII.GetBytes(pem));
            file.Flush(flushToDisk: true);
        }
        File.Move(beside, path, overwrite: true);
    }
}
