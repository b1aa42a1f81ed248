using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace PoolTopology.Rpc.Identity;

/// <summary>How TLS is spoken: version 1.3, HTTP/2, both ends with certificates, nothing resumed.</summary>
/// <remarks>Without resumption each connection shows its certificate anew, so that one that was taken back ends there.</remarks>
internal static class RpcTls
{
    public static SslServerAuthenticationOptions Server(RpcIdentity identity, Action<PeerRefusal> onRefused) => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(identity.Own, additionalCertificates: null, offline: true),
        ClientCertificateRequired = true,
        EnabledSslProtocols = SslProtocols.Tls13,
        ApplicationProtocols = [SslApplicationProtocol.Http2],
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        AllowTlsResume = false,
        AllowRenegotiation = false,
        RemoteCertificateValidationCallback = (_, shown, _, _) =>
        {
            if (identity.Check(shown as X509Certificate2, out _) is not { } refusal)
                return true;
            onRefused(refusal);
            return false;
        },
    };

    public static SslClientAuthenticationOptions Client(RpcIdentity identity) => new()
    {
        EnabledSslProtocols = SslProtocols.Tls13,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        AllowTlsResume = false,
        AllowRenegotiation = false,
        LocalCertificateSelectionCallback = (_, _, _, _, _) => identity.Own,
        RemoteCertificateValidationCallback = (_, shown, _, _) =>
        {
            PeerRefusal? refusal = identity.Check(shown as X509Certificate2, out PeerName? name);
            if (refusal is null && name!.Role != PeerRole.Orchestrator) // A certificate without refusal has a name.
                refusal = new PeerRefusal.OtherRole(name, PeerRole.Orchestrator);
            return refusal is null ? true : throw new PeerRefusedException(refusal, $"the server was refused: {refusal.Text}");
        },
    };
}
