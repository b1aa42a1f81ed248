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
