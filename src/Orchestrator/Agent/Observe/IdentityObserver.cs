using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Rpc.Identity;

namespace PoolTopology.Orchestrator.Agent.Observe;

/// <summary>Says what nodes have to show to their orchestrator: the certificates in their files, never the keys.</summary>
internal sealed class IdentityObserver(IMachineFiles files)
{
    /// <summary>The longest file of an identity.</summary>
    public const int MaximumSizeBytes = 64 * 1024;

    /// <summary>Looks.</summary>
    public ObservedIdentity Observe(IdentityPlace place)
    {
        ObservedIdentity seen = new() { Node = place.Node };
        if (Find(place.IdentityPath) is { } own)
            seen.Own = own;
        if (Find(place.EnrolmentPath) is { } enrolment)
            seen.Enrolment = enrolment;
        return seen;
    }

    /// <summary>A file that a node could not use either counts as none: it is what a new enrolment mends.</summary>
    private HeldCertificate? Find(string path)
    {
        if (files.Look(path) is not { Kind: FileKind.File, SizeBytes: <= MaximumSizeBytes }
            || files.Read(path, MaximumSizeBytes) is not { } bytes)
            return null;
        X509Certificate2Collection certificates = [];
        try
        {
            certificates.ImportFromPem(Encoding.ASCII.GetString(bytes));
            return certificates.Count == 2 ? Of(certificates[0], certificates[1]) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            foreach (X509Certificate2 certificate in certificates)
                certificate.Dispose();
        }
    }

    private static HeldCertificate Of(X509Certificate2 authority, X509Certificate2 own) => new()
    {
        Serial = own.SerialNumber,
        Name = RpcIdentity.NameIn(own)?.Uri ?? "",
        NotBeforeUnix = new DateTimeOffset(own.NotBefore).ToUnixTimeSeconds(),
        NotAfterUnix = new DateTimeOffset(own.NotAfter).ToUnixTimeSeconds(),
        AuthoritySha256 = Convert.ToHexStringLower(SHA256.HashData(authority.RawData)),
    };
}
