using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Identity;

namespace PoolTopology.Orchestrator.Authority;

/// <summary>Gives certificates out: to nodes that ask, and to a person who carries them somewhere.</summary>
/// <remarks>
/// A node begins with an enrolment: a certificate with its key, placed on its machine, that can do nothing but ask for the
/// node's first own certificate. It is spent when a certificate that it bought was used; until then it may be used again,
/// so that an answer that was lost on the way costs nothing.
/// </remarks>
internal sealed class Registrar(CertificateAuthority authority, CertificateLedger ledger, TimeSpan nodeLife)
{
    /// <summary>How long a node's certificate is good for, unless another time is asked for.</summary>
    public static readonly TimeSpan DefaultNodeLife = TimeSpan.FromHours(24);

    /// <summary>How long an enrolment waits for its node.</summary>
    public static readonly TimeSpan EnrolmentLife = TimeSpan.FromHours(24);

    /// <summary>How long a person's certificate is good for, unless another time is asked for.</summary>
    public static readonly TimeSpan DefaultOperatorLife = TimeSpan.FromHours(12);

    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>Answers a node that asks for a certificate over a key of its own.</summary>
    /// <param name="caller">Who asks: a node, or an enrolment.</param>
    /// <param name="with">The certificate that it asks with.</param>
    /// <param name="request">PKCS 10 in DER.</param>
    /// <exception cref="RpcException">It is not given.</exception>
    public X509Certificate2 Answer(PeerName caller, X509Certificate2 with, byte[] request)
    {
        if (caller.Role == PeerRole.Enrolment && ledger.IsSpent(with.SerialNumber))
            throw new RpcException(
                RpcStatusCode.PermissionDenied, $"the enrolment of {caller.Name} was used already: `pool apply` brings another");
        X509Certificate2 issued = authority.Issue(caller with { Role = PeerRole.Node }, KeyOf(request), nodeLife);
        ledger.Add(issued, with.SerialNumber);
        return issued;
    }

    /// <summary>Makes the enrolment of a node, as the text of its file.</summary>
    public string Enrol(string node) => Carry(new PeerName(authority.Pool, PeerRole.Enrolment, node), EnrolmentLife);

    /// <summary>Makes a person's certificate and key, as the text of a file.</summary>
    public string ForOperator(string person, TimeSpan life) => Carry(new PeerName(authority.Pool, PeerRole.Operator, person), life);

    /// <summary>Makes the server's own certificate.</summary>
    public X509Certificate2 ForServer(params IEnumerable<string> hosts)
    {
        X509Certificate2 own = authority.IssueWithKey(
            new PeerName(authority.Pool, PeerRole.Orchestrator, "orchestrator"), nodeLife, hosts);
        ledger.Add(own, null);
        return own;
    }

    private string Carry(PeerName name, TimeSpan life)
    {
        using X509Certificate2 issued = authority.IssueWithKey(name, life);
        ledger.Add(issued, null);
        return IdentityFile.ToText(authority.Certificate, issued);
    }

    private static PublicKey KeyOf(byte[] request)
    {
        try
        {
            // Loading checks the signature, which proves that whoever asks has the key.
            PublicKey key = CertificateRequest.LoadSigningRequest(request, HashAlgorithmName.SHA256).PublicKey;
            using ECDsa? curve = key.GetECDsaPublicKey();
            if (curve?.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256)
                return key;
        }
        catch (CryptographicException malformed)
        {
            throw new RpcException(RpcStatusCode.InvalidArgument, $"not a signed request for a certificate: {malformed.Message}", cause: malformed);
        }

        throw new RpcException(RpcStatusCode.InvalidArgument, "certificates are for keys of ECDSA P-256 only");
    }
}
