using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PoolTopology.Rpc.Identity;

/// <summary>One end of mutual TLS: whom we trust, who we are, and whether the other end is who it has to be.</summary>
/// <remarks>
/// Thread-safe. Trust is one authority and nothing else: no roots of the system, no names of hosts. A certificate stands
/// for the one URI in it (<see cref="PeerName"/>). Clocks may differ by <see cref="ClockTolerance"/>.
/// </remarks>
public sealed class RpcIdentity
{
    /// <summary>By how much a certificate's times may be missed, either way.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private const string SubjectAlternativeNames = "2.5.29.17";
    private static readonly Asn1Tag UriTag = new(TagClass.ContextSpecific, 6);

    private readonly TimeProvider _clock;
    private X509Certificate2 _own;

    /// <summary>An identity.</summary>
    /// <param name="authority">The pool's authority.</param>
    /// <param name="own">Our own certificate, with its private key.</param>
    /// <param name="clock">What the time is.</param>
    /// <exception cref="CryptographicException">The own certificate has no key, or stands for nobody.</exception>
    public RpcIdentity(X509Certificate2 authority, X509Certificate2 own, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(authority);
        ArgumentNullException.ThrowIfNull(own);
        if (!own.HasPrivateKey)
            throw new CryptographicException($"the key of {own.Subject} is missing");
        Authority = authority;
        Name = NameIn(own) ?? throw new CryptographicException(new PeerRefusal.NoName(own.Subject).Text);
        _own = own;
        _clock = clock;
    }

    /// <summary>The authority that vouches for everybody.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>Who we are.</summary>
    public PeerName Name { get; }

    /// <summary>Our certificate, with its private key.</summary>
    public X509Certificate2 Own => Volatile.Read(ref _own);

    /// <summary>Uses another certificate from the next connection on.</summary>
    public void Replace(X509Certificate2 own) => Volatile.Write(ref _own, own);

    /// <summary>What is wrong with our own certificate now, or null.</summary>
    public PeerRefusal? CheckOwn() => Times(Own, Name.Uri);

    /// <summary>Judges a certificate that the other end showed.</summary>
    /// <param name="shown">The certificate, or null where there was none.</param>
    /// <param name="name">Whose it is, where it is good.</param>
    /// <returns>Why it is refused, or null.</returns>
    public PeerRefusal? Check(X509Certificate2? shown, out PeerName? name)
    {
        name = null;
        if (shown is null)
            return new PeerRefusal.NoCertificate();
        if (!IsVouchedFor(shown))
            return new PeerRefusal.OtherAuthority(shown.Issuer, shown.Subject);
        if (NameIn(shown) is not { } found)
            return new PeerRefusal.NoName(shown.Subject);
        if (Times(shown, found.Uri) is { } outOfTime)
            return outOfTime;
        if (found.Pool != Name.Pool)
            return new PeerRefusal.OtherPool(found, Name.Pool);
        name = found;
        return null;
    }

    /// <summary>The one name in a certificate; null where it has none, or several.</summary>
    public static PeerName? NameIn(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        X509Extension[] extensions =
            [.. certificate.Extensions.Where(extension => extension.Oid?.Value == SubjectAlternativeNames)];
        if (extensions.Length != 1)
            return null;
        List<string> uris = [];
        try
        {
            AsnReader names = new AsnReader(extensions[0].RawData, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                if (names.PeekTag() == UriTag)
                    uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, UriTag));
                else
                    names.ReadEncodedValue();
            }
        }
        catch (AsnContentException)
        {
            return null;
        }
        return uris.Count == 1 && PeerName.TryParse(uris[0], out PeerName? name) ? name : null;
    }

    private bool IsVouchedFor(X509Certificate2 shown)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        // Times are judged by our own clock, with a tolerance.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(shown) && chain.ChainElements.Count == 2;
    }

    private PeerRefusal? Times(X509Certificate2 certificate, string name)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        DateTimeOffset from = certificate.NotBefore.ToUniversalTime();
        DateTimeOffset to = certificate.NotAfter.ToUniversalTime();
        if (now < from - ClockTolerance)
            return new PeerRefusal.NotYetValid(name, from, now);
        return now > to + ClockTolerance ? new PeerRefusal.Expired(name, to, now) : null;
    }
}
