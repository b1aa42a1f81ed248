using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Files;

namespace PoolTopology.Credentials.Certificates;

/// <summary>Operational certificates, issue counters and verification keys on disk.</summary>
public static class CertificateFiles
{
    /// <summary>Reads a certificate and checks its signature.</summary>
    public static CredentialResult<OperationalCertificate> ReadCertificate(string path)
    {
        CredentialResult<OperationalCertificate> read = EnvelopeReader.ReadStructure(
            path, EnvelopeKind.OperationalCertificate, static cbor => OperationalCertificate.Decode(cbor.Span));
        return !read.IsRead || read.Value.IsSigned()
            ? read
            : new CredentialError.CertificateSignatureWrong(
                path, Convert.ToHexStringLower(read.Value.ColdVerificationKey.Span));
    }

    /// <summary>Reads a counter.</summary>
    public static CredentialResult<IssueCounter> ReadCounter(string path) => EnvelopeReader.ReadStructure(
        path, EnvelopeKind.IssueCounter, static cbor => IssueCounter.Decode(cbor.Span));

    /// <summary>Reads a cold verification key, plain or extended.</summary>
    public static CredentialResult<VerificationKey> ReadColdKey(string path) =>
        EnvelopeReader.ReadKey(path, EnvelopeKind.ColdVerificationKey, EnvelopeKind.ColdExtendedVerificationKey);

    /// <summary>Reads a KES verification key.</summary>
    public static CredentialResult<VerificationKey> ReadKesKey(string path) =>
        EnvelopeReader.ReadKey(path, EnvelopeKind.KesVerificationKey);

    /// <summary>Reads a VRF verification key.</summary>
    public static CredentialResult<VerificationKey> ReadVrfKey(string path) =>
        EnvelopeReader.ReadKey(path, EnvelopeKind.VrfVerificationKey);

    /// <summary>Writes a certificate beside its name, for all to read.</summary>
    public static CredentialResult<PendingFile> Write(string path, OperationalCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return EnvelopeWriter.WriteStructure(
            path, EnvelopeKind.OperationalCertificate, certificate.Encode(), FileSecrecy.Public);
    }

    /// <summary>Writes a counter beside its name, for its owner alone: it lives with the cold key.</summary>
    public static CredentialResult<PendingFile> Write(string path, IssueCounter counter)
    {
        ArgumentNullException.ThrowIfNull(counter);
        return EnvelopeWriter.WriteStructure(path, counter.Kind, counter.Encode(), FileSecrecy.Secret);
    }
}
