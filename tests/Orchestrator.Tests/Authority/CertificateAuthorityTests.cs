using System.Security.Cryptography;
using PoolTopology.Orchestrator.Authority;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Authority;

public sealed class CertificateAuthorityTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_by_several_at_once_makes_one_authority()
    {
        string[] made = new string[8];
        Parallel.For(0, made.Length, new ParallelOptions { MaxDegreeOfParallelism = made.Length }, i =>
        {
            using CertificateAuthority one = CertificateAuthority.Open(_folder["ca"], "demo", TimeProvider.System);
            made[i] = one.Certificate.Thumbprint;
        });
        Assert.Single(made.Distinct());
        Assert.Equal(["ca.key", "ca.pem"], Directory.GetFiles(_folder["ca"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Open_with_the_key_of_another_authority_is_refused()
    {
        using (CertificateAuthority.Open(_folder["ca"], "demo", TimeProvider.System))
        {
        }

        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(Path.Combine(_folder["ca"], "ca.key"), other.ExportPkcs8PrivateKeyPem());
        CommandFailure refused = Assert.Throws<CommandFailure>(() => CertificateAuthority.Open(_folder["ca"], "demo", TimeProvider.System));
        Assert.Equal(ExitCodes.SafetyRefusal, refused.ExitCode);
        Assert.Contains("not the key of", refused.Message, StringComparison.Ordinal);
    }
}
