using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Keys;
using PoolTopology.Crypto.Kes;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Credentials.Hot;

/// <summary>What a producer holds: VRF key, KES key and the certificate that binds it to the pool. The owner disposes it.</summary>
/// <remarks>
/// Invariant: the KES key is the certified one and the certificate is signed by the pool's cold key.
/// Thread rules: one owner.
/// </remarks>
public sealed class HotCredentials : IDisposable
{
    private readonly string _certificateFile;
    private readonly KesSigningKey _kes;

    private HotCredentials(
        string certificateFile, VrfSigningKey vrf, KesSigningKey kes, OperationalCertificate certificate)
    {
        _certificateFile = certificateFile;
        Vrf = vrf;
        _kes = kes;
        Certificate = certificate;
    }

    /// <summary>Decides in which slots the pool leads.</summary>
    public VrfSigningKey Vrf { get; }

    /// <summary>Binds the KES key to the pool.</summary>
    public OperationalCertificate Certificate { get; }

    /// <summary>The pool.</summary>
    public Hash28 PoolId => Certificate.PoolId;

    /// <summary>The KES period that the key signs now: earlier ones are erased.</summary>
    public KesPeriod KesPeriod => new(Certificate.StartKesPeriod.Value + (ulong)_kes.Period);

    /// <summary>Reads the three files and checks that they belong together.</summary>
    /// <param name="files">Where they are.</param>
    /// <param name="expectedPoolId">The pool that they must be of; null takes any.</param>
    /// <returns>The credentials, or the first thing that is wrong. Whether they are valid now is another question:
    /// <see cref="Check"/>.</returns>
    public static CredentialResult<HotCredentials> Read(HotCredentialFiles files, Hash28? expectedPoolId)
    {
        ArgumentNullException.ThrowIfNull(files);
        CredentialResult<OperationalCertificate> certificate =
            CertificateFiles.ReadCertificate(files.CertificateFile);
        if (!certificate.IsRead)
            return certificate.Error;
        if (expectedPoolId is { } expected && certificate.Value.PoolId != expected)
        {
            return new CredentialError.OtherPool(
                files.CertificateFile, PoolIds.ToBech32(expected), PoolIds.ToBech32(certificate.Value.PoolId));
        }
        CredentialResult<VrfSigningKey> vrf = VrfSigningKey.Read(files.VrfKeyFile);
        if (!vrf.IsRead)
            return vrf.Error;
        CredentialResult<KesSigningKey> kes = KesSigningKey.Read(files.KesKeyFile);
        CredentialError? error = kes.Error ?? CheckPair(files, kes.Value, certificate.Value);
        if (error is null && kes.Value is not null)
            return new HotCredentials(files.CertificateFile, vrf.Value, kes.Value, certificate.Value);
        vrf.Value.Dispose();
        kes.Value?.Dispose();
        return error!;
    }

    /// <summary>Whether the certificate is valid in a KES period and the key can still sign in it.</summary>
    /// <returns>Null when a header of that period can be signed.</returns>
    public CredentialError? Check(KesPeriod period, ulong maxKesEvolutions)
    {
        if (CertificateValidity.Check(_certificateFile, Certificate, period, Evolutions(maxKesEvolutions)) is { } error)
            return error;
        return period < KesPeriod
            ? new CredentialError.KesPeriodErased(_certificateFile, period.Value, KesPeriod.Value)
            : null;
    }

    /// <summary>The first KES period in which nothing can be signed any more.</summary>
    public KesPeriod EndKesPeriod(ulong maxKesEvolutions) =>
        Certificate.EndKesPeriod(Evolutions(maxKesEvolutions));

    /// <summary>Erases what could sign KES periods before this one.</summary>
    /// <remarks>Pre: <see cref="Check"/> of this period is null.</remarks>
    public void EvolveTo(KesPeriod period) => _kes.EvolveTo(RelativeTo(period));

    /// <summary>Signs a header body: 448 bytes.</summary>
    /// <remarks>Pre: <see cref="Check"/> of this period is null. The key is at this period afterwards.</remarks>
    public void Sign(KesPeriod period, ReadOnlySpan<byte> headerBody, Span<byte> signature)
    {
        EvolveTo(period);
        _kes.Sign(headerBody, signature);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Vrf.Dispose();
        _kes.Dispose();
    }

    // A network may allow more evolutions than the key has periods; the key cannot.
    private static ulong Evolutions(ulong maxKesEvolutions) => Math.Min(maxKesEvolutions, SumKes.Periods);

    private int RelativeTo(KesPeriod period) => checked((int)(period.Value - Certificate.StartKesPeriod.Value));

    private static CredentialError.KesKeyNotInCertificate? CheckPair(
        HotCredentialFiles files, KesSigningKey? kes, OperationalCertificate certificate) =>
        kes is null || kes.VerificationKey.HasSameBytes(certificate.KesVerificationKey.Span)
            ? null
            : new CredentialError.KesKeyNotInCertificate(
                files.KesKeyFile,
                files.CertificateFile,
                Convert.ToHexStringLower(kes.VerificationKey.Bytes),
                Convert.ToHexStringLower(certificate.KesVerificationKey.Span));
}
