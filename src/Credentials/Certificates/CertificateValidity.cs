using PoolTopology.Credentials.Errors;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Credentials.Certificates;

/// <summary>Whether a certificate may sign in a KES period.</summary>
public static class CertificateValidity
{
    /// <summary>Null when start ≤ current &lt; start + maxKESEvolutions; otherwise which side was missed.</summary>
    /// <param name="path">The certificate's file, for the error.</param>
    /// <param name="certificate">The certificate.</param>
    /// <param name="current">The KES period of the slot in question.</param>
    /// <param name="maxKesEvolutions">How many periods the network lets a certificate live.</param>
    public static CredentialError? Check(
        string path, OperationalCertificate certificate, KesPeriod current, ulong maxKesEvolutions)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        KesPeriod start = certificate.StartKesPeriod;
        if (current < start)
            return new CredentialError.CertificateNotYetValid(path, start.Value, current.Value);
        KesPeriod end = certificate.EndKesPeriod(maxKesEvolutions);
        return current < end
            ? null
            : new CredentialError.CertificateExpired(path, start.Value, end.Value, current.Value);
    }
}
