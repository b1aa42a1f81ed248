using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Files;
using PoolTopology.Credentials.Hot;
using PoolTopology.Credentials.Keys;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Chain;

namespace PoolTopology.Producer.Tests.Fakes;

/// <summary>The credential files of a test network's pool, in a folder that ends with its test.</summary>
internal sealed class TestKeys : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("producer-");
    private readonly int _number;

    public TestKeys(int number, ulong issueNumber = 0, ulong startKesPeriod = 0)
    {
        _number = number;
        using VrfSigningKey vrf = VrfSigningKey.FromSeed(TestPool.SeedOf("vrf", number));
        using KesSigningKey kes = KesSigningKey.FromSeed(TestPool.SeedOf("kes", number));
        Publish(vrf.Write(Files.VrfKeyFile));
        Publish(kes.Write(Files.KesKeyFile));
        Certify(issueNumber, startKesPeriod);
    }

    public HotCredentialFiles Files => new(PathOf("kes.skey"), PathOf("vrf.skey"), PathOf("opcert.cert"));

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Writes another certificate for the same KES key.</summary>
    public void Certify(ulong issueNumber, ulong startKesPeriod)
    {
        using Ed25519SigningKey cold =
            Ed25519SigningKey.FromSeed(EnvelopeKind.ColdSigningKey, TestPool.SeedOf("cold", _number));
        using KesSigningKey kes = KesSigningKey.FromSeed(TestPool.SeedOf("kes", _number));
        OperationalCertificate certificate =
            cold.Issue(kes.VerificationKey, issueNumber, new KesPeriod(startKesPeriod));
        Publish(CertificateFiles.Write(Files.CertificateFile, certificate));
    }

    public HotCredentials Read() => HotCredentials.Read(Files, null).Value!;

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Publish(CredentialResult<PendingFile> written)
    {
        using PendingFile file = written.Value!;
        if (file.PublishOver() is { } error)
            throw new InvalidOperationException(error.Message);
    }
}
