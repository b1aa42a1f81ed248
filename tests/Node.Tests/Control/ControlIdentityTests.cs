using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PoolTopology.Node.Control;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Identity;
using Xunit;

namespace PoolTopology.Node.Tests.Control;

/// <summary>With which of its files a node goes to the orchestrator.</summary>
public sealed class ControlIdentityTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly string _folder = Directory.CreateTempSubdirectory("control-identity-").FullName;
    private readonly ECDsa _authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _authorityKey.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Certificate_in_time_is_used_beside_the_older_enrolment_that_bought_it()
    {
        Write("control.pem", PeerRole.Node, Now.AddHours(-1), Now.AddHours(1));
        Write("enrolment.pem", PeerRole.Enrolment, Now.AddHours(-2), Now.AddHours(1));
        Assert.Equal(PeerRole.Node, (await GetAsync()).Name.Role);
    }

    [Fact]
    public async Task Newer_enrolment_goes_before_a_certificate_in_time()
    {
        Write("control.pem", PeerRole.Node, Now.AddHours(-2), Now.AddHours(1));
        Write("enrolment.pem", PeerRole.Enrolment, Now.AddHours(-1), Now.AddHours(1));
        // It asks with the enrolment, and nobody is there to answer.
        Assert.Equal(RpcStatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(GetAsync)).Code);
    }

    [Fact]
    public async Task Newer_enrolment_whose_time_is_over_changes_nothing()
    {
        Write("control.pem", PeerRole.Node, Now.AddHours(-2), Now.AddHours(1));
        Write("enrolment.pem", PeerRole.Enrolment, Now.AddHours(-1), Now.AddMinutes(-10));
        Assert.Equal(PeerRole.Node, (await GetAsync()).Name.Role);
    }

    [Fact]
    public async Task Expired_certificate_without_an_enrolment_says_what_to_do()
    {
        Write("control.pem", PeerRole.Node, Now.AddHours(-2), Now.AddHours(-1));
        RpcException refused = await Assert.ThrowsAsync<RpcException>(GetAsync);
        Assert.Contains("`pool apply` brings relay-1 a new enrolment", refused.Message, StringComparison.Ordinal);
    }

    private Task<RpcIdentity> GetAsync() => new ControlIdentity(
        new ControlAddress(
            new IPEndPoint(IPAddress.Loopback, 1), Path.Combine(_folder, "control.pem"), Path.Combine(_folder, "enrolment.pem")),
        "relay-1", TimeProvider.System).GetAsync(CancellationToken.None);

    private void Write(string file, PeerRole role, DateTimeOffset from, DateTimeOffset to)
    {
        CertificateRequest root = new("CN=demo pool authority", _authorityKey, HashAlgorithmName.SHA256);
        // The same bytes each time: one authority.
        string rootFile = Path.Combine(_folder, "ca.pem");
        if (!File.Exists(rootFile))
            File.WriteAllText(rootFile, root.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1)).ExportCertificatePem());
        using X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(rootFile);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=relay-1", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddUri(new Uri(new PeerName("demo", role, "relay-1").Uri));
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 bare = request.Create(
            authority.SubjectName, X509SignatureGenerator.CreateForECDsa(_authorityKey), from, to, RandomNumberGenerator.GetBytes(8));
        IdentityFile.Write(Path.Combine(_folder, file), IdentityFile.ToText(authority, bare.CopyWithPrivateKey(key)));
    }
}
